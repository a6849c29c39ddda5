//! A value in one line that a person can check against the drawing.

use draftlens_drawing::dimension::{Amount, FrameValue, RoughnessValue, Unit, Value, ValueType};

pub(crate) fn summary(value: &Value) -> String {
    if value.of == ValueType::Unknown {
        return "-".to_owned();
    }
    let mut words = own(value);
    for feature in &value.features {
        words.push("+".to_owned());
        words.extend(own(feature));
    }
    if !value.rest.is_empty() {
        words.push(format!("rest[{}]", value.rest));
    }
    words.join(" ")
}

fn own(value: &Value) -> Vec<String> {
    let mut words: Vec<String> = value.count.map(|count| format!("{count}x")).into_iter().collect();
    words.push(serde_json::to_value(value.of).unwrap().as_str().unwrap().to_owned());
    if let Some(label) = &value.label {
        words.push(format!("{label}{}", value.targets.join(",")));
        if value.amount.nominal.is_some() {
            words.push("diameter".to_owned());
        }
    }
    match &value.thread {
        Some(thread) => {
            words.push(format!("{}{}", thread.standard, thread.size));
            words.extend(thread.pitch_mm.map(|pitch| format!("pitch {}", (pitch * 1e4).round() / 1e4)));
            words.extend(thread.lead_mm.map(|lead| format!("lead {lead}")));
            words.extend(thread.class.clone());
            words.extend(thread.left_hand.then(|| "LH".to_owned()));
        }
        None => words.extend(amount(&value.amount)),
    }
    if let Some(angle) = &value.angle {
        words.push(format!("@{}", amount(angle).join(" ").replace(" deg", "")));
    }
    for (name, one) in [("length", &value.length), ("depth", &value.depth)] {
        if let Some(one) = one {
            words.push(format!("{name} {}", amount(one).join(" ")));
        }
    }
    let flags = [
        ("reference", value.reference),
        ("basic", value.basic),
        ("typical", value.typical),
        ("approximate", value.approximate),
        ("through", value.through),
    ];
    words.extend(flags.iter().filter(|(_, holds)| *holds).map(|(name, _)| (*name).to_owned()));
    words.extend(value.remarks.iter().cloned());
    if !value.rows.is_empty() {
        words = vec![value.rows.iter().map(row).collect::<Vec<_>>().join(" // ")];
    }
    if let Some(surface) = &value.surface {
        words.extend(surface.triangles.map(|count| "▽".repeat(count.into())));
        words.extend(surface.roughness.iter().map(roughness));
        words.extend(surface.lay.map(|lay| format!("lay {lay}")));
        words.extend(surface.process.clone());
    }
    words
}

fn amount(amount: &Amount) -> Vec<String> {
    let mut words = Vec::new();
    if let Some((max, min)) = amount.max.zip(amount.min).filter(|_| amount.nominal.is_none()) {
        words.push(format!("{min}..{max}"));
    }
    words.extend(amount.nominal.map(|nominal| nominal.to_string()));
    words.extend(
        amount
            .unit
            .filter(|unit| *unit != Unit::Millimetre)
            .map(|unit| serde_json::to_value(unit).unwrap().as_str().unwrap().to_owned()),
    );
    words.extend(amount.fit.clone());
    let signed = |value: f64| if value == 0.0 { "0".to_owned() } else { format!("{value:+}") };
    match (amount.upper, amount.lower) {
        (Some(upper), Some(lower)) => words.push(format!("{}/{}", signed(upper), signed(lower))),
        (Some(upper), None) => words.push(format!("{}/?", signed(upper))),
        (None, Some(lower)) => words.push(format!("?/{}", signed(lower))),
        (None, None) => {}
    }
    if let Some((upper, lower)) = amount.mate_upper.zip(amount.mate_lower) {
        words.push(format!("mate {}/{}", signed(upper), signed(lower)));
    }
    words
}

fn row(row: &FrameValue) -> String {
    let symbol = serde_json::to_value(row.symbol).unwrap().as_str().unwrap().replace('_', " ");
    let form = match row.form.map(|form| serde_json::to_value(form).unwrap()) {
        Some(form) if form == "sphere" => "SØ",
        Some(_) => "Ø",
        None => "",
    };
    let unit = if row.unit == Unit::Inch { " in" } else { "" };
    let per = row.per.as_ref().map(|per| format!("/{per}")).unwrap_or_default();
    let mut text = format!("{symbol} {form}{}{per}{unit}", row.zone);
    row.modifiers.iter().for_each(|modifier| text += &format!(" {modifier}"));
    for datum in &row.datums {
        text += &format!("|{}", datum.letters);
        datum.modifiers.iter().for_each(|modifier| text += &format!(" {modifier}"));
    }
    text
}

fn roughness(one: &RoughnessValue) -> String {
    let bound = if one.is_lower_bound { "L " } else { "" };
    let parameter = one.parameter.as_ref().map(|name| format!("{name} ")).unwrap_or_default();
    let lower = one.lower.map(|lower| format!("..{lower}")).unwrap_or_default();
    let unit = if one.unit == Unit::Microinch { " µin" } else { "" };
    format!("{bound}{parameter}{}{lower}{unit}", one.value)
}
