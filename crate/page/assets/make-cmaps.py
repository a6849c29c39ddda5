#!/usr/bin/env python3
"""Makes cmaps.bin: how the codes of East Asian text become characters where a PDF only names the way.

    python3 make-cmaps.py /usr/share/poppler/cMap cmaps.bin

The source are Adobe's CMap resources (BSD licence in cmaps.LICENSE, Debian package poppler-data). Kept are all
CMaps that PDF predefines, whole, and each collection's table from characters (CIDs) to Unicode, but for the
characters that stand for several letters.

The page gets the file compressed with the module around it, so it is laid out to compress well, not packed:

    file   table after table
    table  name, base, ordering (each: length byte, ASCII), supplement and writing mode (a byte each), length of
           what follows, then blocks
    block  kind, count, then three columns of `count` numbers: the gap after the end of the range before, the
           length less one, and the value's distance (zigzag) to where the range before would go on
    kind   0: CIDs -> Unicode; 1 to 4: codes of so many bytes -> CIDs; 5 to 8: the same, one CID for a whole range

Numbers are LEB128. A table holds only what its base does not say. A base "X-from-Unicode" is the table
"Adobe-X-UCS2" backwards; of several CIDs for a character the first counts. A CMap may therefore read a few codes
more than the original does, never one differently.
"""

import re
import sys
from pathlib import Path

COLLECTIONS = {"Japan1": "UniJIS", "GB1": "UniGB", "CNS1": "UniCNS", "Korea1": "UniKS"}

# Each after its base; "-" for those that their own file names, or none.
CMAPS = """
    UniJIS-UTF16-H=Japan1-from-Unicode UniJIS-UTF16-V
    UniJIS2004-UTF16-H=UniJIS-UTF16-H UniJIS2004-UTF16-V
    UniJIS-UCS2-H=UniJIS-UTF16-H UniJIS-UCS2-V UniJIS-UCS2-HW-H UniJIS-UCS2-HW-V
    90ms-RKSJ-H 90ms-RKSJ-V 90msp-RKSJ-H=90ms-RKSJ-H 90msp-RKSJ-V
    83pv-RKSJ-H 90pv-RKSJ-H Add-RKSJ-H Add-RKSJ-V Ext-RKSJ-H Ext-RKSJ-V EUC-H EUC-V H V
    UniGB-UTF16-H=GB1-from-Unicode UniGB-UTF16-V UniGB-UCS2-H=UniGB-UTF16-H UniGB-UCS2-V
    GB-EUC-H GB-EUC-V GBpc-EUC-H=GB-EUC-H GBpc-EUC-V
    GBK-EUC-H GBK-EUC-V GBKp-EUC-H=GBK-EUC-H GBKp-EUC-V GBK2K-H=GBK-EUC-H GBK2K-V
    UniCNS-UTF16-H=CNS1-from-Unicode UniCNS-UTF16-V UniCNS-UCS2-H=UniCNS-UTF16-H UniCNS-UCS2-V
    B5pc-H B5pc-V ETen-B5-H ETen-B5-V ETenms-B5-H ETenms-B5-V HKscs-B5-H HKscs-B5-V CNS-EUC-H CNS-EUC-V=CNS-EUC-H
    UniKS-UTF16-H=Korea1-from-Unicode UniKS-UTF16-V UniKS-UCS2-H=UniKS-UTF16-H UniKS-UCS2-V
    KSC-EUC-H KSC-EUC-V KSCpc-EUC-H=KSC-EUC-H
    KSCms-UHC-H KSCms-UHC-V KSCms-UHC-HW-H=KSCms-UHC-H KSCms-UHC-HW-V
"""

HEX = r"<([0-9A-Fa-f]+)>"


class Source:
    """One of Adobe's files."""

    def __init__(self, folder, name):
        text = re.sub(r"%.*", "", next(folder.glob(f"*/{name}")).read_text("latin-1"))
        self.ordering = re.search(r"/Ordering\s*\((\w+)\)", text)[1]
        self.supplement = int(re.search(r"/Supplement\s+(\d+)", text)[1])
        self.is_vertical = int(re.search(r"/WMode\s+(\d)", text)[1])
        base = re.search(r"/(\S+)\s+usecmap", text)
        self.base = base[1] if base else ""
        self.cids = {}  # (bytes of the code, code) -> CID
        self.notdef = []  # (bytes of the code, first code, count, CID)
        self.unicode = {}  # CID -> text
        for kind, body in re.findall(r"begin(\w+(?:range|char))(.*?)end\1", text, re.S):
            getattr(self, kind, lambda body: None)(body)

    def cidrange(self, body):
        for low, high, cid in re.findall(rf"{HEX}\s*{HEX}\s*(\d+)", body):
            for i, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                self.cids[len(low) // 2, code] = int(cid) + i

    def cidchar(self, body):
        for code, cid in re.findall(rf"{HEX}\s*(\d+)", body):
            self.cids[len(code) // 2, int(code, 16)] = int(cid)

    def notdefrange(self, body):
        for low, high, cid in re.findall(rf"{HEX}\s*{HEX}\s*(\d+)", body):
            self.notdef.append((len(low) // 2, int(low, 16), int(high, 16) - int(low, 16) + 1, int(cid)))

    def bfchar(self, body):
        for cid, text in re.findall(rf"{HEX}\s*{HEX}", body):
            self.unicode[int(cid, 16)] = utf16(text)

    def bfrange(self, body):
        for low, high, first, several in re.findall(rf"{HEX}\s*{HEX}\s*(?:{HEX}|\[(.*?)\])", body, re.S):
            cids = range(int(low, 16), int(high, 16) + 1)
            texts = re.findall(HEX, several) or [f"{int(first, 16) + i:0{len(first)}X}" for i in range(len(cids))]
            for cid, text in zip(cids, texts, strict=True):
                self.unicode[cid] = utf16(text)


def utf16(digits):
    text = bytes.fromhex(digits).decode("utf-16-be", "replace")
    # Selectors choose among shapes of one character.
    return "".join(c for c in text if not 0xFE00 <= ord(c) <= 0xFE0F and not 0xE0100 <= ord(c) <= 0xE01EF)


def code_of(char):
    """How UTF-16 writes it: (bytes, code)."""
    code = chr(char).encode("utf-16-be")
    return len(code), int.from_bytes(code)


def ranges(entries):
    """{number: value} -> [first, count, value], rising together."""
    found = []
    for number, value in sorted(entries.items()):
        last = found[-1] if found else None
        # UTF-16 counts on only within a block of 1024 beyond the basic plane.
        breaks = value >= 0x10000 and value % 0x400 == 0
        if last and number == last[0] + last[1] and value == last[2] + last[1] and not breaks:
            last[1] += 1
        else:
            found.append([number, 1, value])
    return found


def number(value):
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])


def block(kind, found):
    gaps, counts, values = b"", b"", b""
    end, next_value = 0, 0
    for first, count, value in found:
        distance = value - next_value
        gaps += number(first - end)
        counts += number(count - 1)
        values += number(distance * 2 if distance >= 0 else -distance * 2 - 1)
        end, next_value = first + count, value + count
    return bytes([kind]) + number(len(found)) + gaps + counts + values if found else b""


def table(name, base, source, body):
    strings = b"".join(bytes([len(text)]) + text.encode() for text in (name, base, source.ordering))
    return strings + bytes([source.supplement, source.is_vertical]) + number(len(body)) + body


def main(folder, target):
    folder = Path(folder)
    written, known = b"", {}
    for ordering in COLLECTIONS:
        source = Source(folder, f"Adobe-{ordering}-UCS2")
        single = {cid: ord(t) for cid, t in source.unicode.items() if len(t) == 1 and t != "\ufffd"}
        # The file calls itself by what it leads to.
        source.ordering, source.is_vertical = ordering, 0
        written += table(f"Adobe-{ordering}-UCS2", "", source, block(0, ranges(single)))
        backwards = {}
        for cid, char in sorted(single.items()):
            backwards.setdefault(code_of(char), cid)
        known[f"{ordering}-from-Unicode"] = backwards
    for item in CMAPS.split():
        name, _, chosen = item.partition("=")
        source = Source(folder, name)
        base = chosen or source.base
        meant = {**known.get(source.base, {}), **source.cids}
        given = known[base] if base else {}
        own = {code: cid for code, cid in meant.items() if given.get(code) != cid}
        known[name] = {**given, **own}
        assert all(known[name][code] == cid for code, cid in meant.items())
        body = b""
        for length in range(1, 5):
            body += block(length, ranges({code: cid for (n, code), cid in own.items() if n == length}))
            body += block(length + 4, [found[1:] for found in sorted(source.notdef) if found[0] == length])
        written += table(name, base, source, body)
    Path(target).write_bytes(written)
    print(f"{target}: {len(known)} CMaps, {len(written)} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
