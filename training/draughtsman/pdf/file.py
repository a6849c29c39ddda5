"""Objects and streams → the bytes of a PDF."""

import zlib


class PdfFile:
    """In the making: its first object is the catalogue, its second the page tree."""

    def __init__(self):
        self._objects: list[bytes] = [b'<< /Type /Catalog /Pages 2 0 R >>', b'']
        self._pages: list[int] = []

    def add(self, body: str) -> int:
        """Adds an object and returns its number."""
        self._objects.append(body.encode('latin-1'))
        return len(self._objects)

    def add_stream(self, data: bytes | str, entries: str = '') -> int:
        packed = zlib.compress(data.encode('latin-1') if isinstance(data, str) else data)
        head = f'<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n'
        self._objects.append(head.encode('latin-1') + packed + b'\nendstream')
        return len(self._objects)

    def add_page(self, width_pt: float, height_pt: float, resources: str, content: str) -> None:
        contents = self.add_stream(content)
        box = f'/MediaBox [0 0 {width_pt:.3f} {height_pt:.3f}]'
        self._pages.append(self.add(f'<< /Type /Page /Parent 2 0 R {box} /Resources << {resources} >> /Contents {contents} 0 R >>'))

    def bytes(self) -> bytes:
        kids = ' '.join(f'{page} 0 R' for page in self._pages)
        self._objects[1] = f'<< /Type /Pages /Count {len(self._pages)} /Kids [{kids}] >>'.encode()
        out, places = bytearray(b'%PDF-1.7\n'), []
        for number, body in enumerate(self._objects, 1):
            places.append(len(out))
            out += f'{number} 0 obj\n'.encode() + body + b'\nendobj\n'
        size = len(self._objects) + 1
        table = ''.join(f'{place:010} 00000 n \n' for place in places)
        start = len(out)
        out += f'xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n'.encode()
        return bytes(out)
