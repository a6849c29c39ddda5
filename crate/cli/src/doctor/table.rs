use std::fmt;

use draftlens_gpu::{AdapterReport, SelfTest};

use super::findings::{Comparison, Findings, ModelFindings, Speed};

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "draftlens {}", self.version)?;
        let sets = self.cpu.instruction_sets.join(", ");
        writeln!(f, "\nCPU\n  {sets}; {} threads", self.cpu.threads)?;
        writeln!(f, "\nAdapters")?;
        for adapter in &self.adapters {
            let is_chosen = self.chosen_adapter.as_ref() == Some(adapter);
            write_adapter(f, adapter, is_chosen)?;
        }
        if let Some(problem) = &self.gpu_problem {
            writeln!(f, "  {problem}")?;
        }
        writeln!(f, "\nSelf-test")?;
        for test in &self.self_tests {
            write_test(f, test)?;
        }
        writeln!(f, "\nModels")?;
        self.models.iter().try_for_each(|model| write_model(f, model))
    }
}

fn write_adapter(f: &mut fmt::Formatter<'_>, adapter: &AdapterReport, is_chosen: bool) -> fmt::Result {
    let mark = if is_chosen { "→" } else { " " };
    let kind = if adapter.is_software { "software" } else { "hardware" };
    writeln!(f, "{mark} {}: {}, {kind}, {}", adapter.name, adapter.backend, adapter.driver)?;
    writeln!(f, "    {}", adapter.features.join(", "))?;
    for (limit, value) in &adapter.limits {
        writeln!(f, "    {limit:34} {value}")?;
    }
    Ok(())
}

fn write_test(f: &mut fmt::Formatter<'_>, test: &SelfTest) -> fmt::Result {
    let outcome = test.problem.as_deref().unwrap_or("all answers right");
    writeln!(f, "  {}: {outcome} ({})", test.precision, test.families.join(", "))
}

fn write_model(f: &mut fmt::Formatter<'_>, found: &ModelFindings) -> fmt::Result {
    let ModelFindings { name, model, bytes, input_shape, backend, .. } = found;
    writeln!(f, "  {name}: {}, {bytes} bytes, sha256 {} verified", model.id, model.sha256)?;
    writeln!(f, "    {} on {}: {}", backend.name, backend.adapter, backend.why)?;
    if let Some(speed) = &found.speed {
        write_speed(f, speed, input_shape)?;
    }
    match &found.comparison {
        None => {}
        Some(Comparison { problem: Some(problem), .. }) => writeln!(f, "    not compared: {problem}")?,
        Some(Comparison { first_difference: None, .. }) => {
            writeln!(f, "    all steps agree on GPU and CPU")?;
        }
        Some(Comparison { first_difference: Some(found), .. }) => {
            let (kernel, nodes) = (found.step.kernel, found.step.nodes.join("+"));
            let place = format!("step {} ({kernel}: {nodes}), element {}", found.index, found.element);
            writeln!(f, "    GPU and CPU differ first at {place}: {} and {}", found.actual, found.expected)?;
        }
    }
    if let Some(plan) = &found.plan {
        writeln!(f, "{plan}")?;
    }
    Ok(())
}

fn write_speed(f: &mut fmt::Formatter<'_>, speed: &Speed, input_shape: &[usize]) -> fmt::Result {
    write!(f, "    {input_shape:?}: CPU {:.1} ms, {:.1} GFLOP/s; ", speed.cpu_ms, speed.cpu_gflops)?;
    match (speed.gpu_ms, speed.gpu_gflops) {
        (Some(ms), Some(gflops)) => writeln!(f, "GPU {ms:.1} ms, {gflops:.1} GFLOP/s"),
        _ => writeln!(f, "GPU stopped before its first answer"),
    }
}
