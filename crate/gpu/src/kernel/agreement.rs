//! That shaders and host files agree, and that shaders keep to what WebGPU guarantees.

use std::collections::{BTreeSet, HashMap};

use naga::valid::{Capabilities, ValidationFlags, Validator};
use naga::{AddressSpace, StorageAccess, TypeInner};

use super::KERNELS;
use super::convolve::Tile;
use crate::shader::{Precision, SHADERS, source};

fn parsed(kernel: &str) -> (naga::Module, naga::valid::ModuleInfo) {
    let source = source(kernel, Precision::Full).unwrap();
    let module = naga::front::wgsl::parse_str(&source).unwrap();
    let info = Validator::new(ValidationFlags::all(), Capabilities::empty()).validate(&module).unwrap();
    (module, info)
}

#[test]
fn every_shader_has_a_host_file_and_every_host_file_a_shader() {
    let shaders: Vec<&str> = SHADERS.iter().map(|shader| shader.name).collect();
    let kernels: Vec<&str> = KERNELS.iter().map(|kernel| kernel.name).collect();
    assert_eq!(shaders, kernels);
    let not_kernels = ["mod", "agreement", "choose", "convolve", "place"];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kernel");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|stem| !not_kernels.contains(&stem.as_str()))
        .collect();
    assert_eq!(files, kernels.iter().map(|&name| name.to_owned()).collect());
}

#[test]
fn the_fields_of_params_lie_where_the_shader_reads_them() {
    for kernel in KERNELS {
        let (module, _) = parsed(kernel.name);
        let (_, params) = module
            .types
            .iter()
            .find(|(_, inner)| inner.name.as_deref() == Some("Params"))
            .unwrap_or_else(|| panic!("{} has no Params", kernel.name));
        let TypeInner::Struct { members, .. } = &params.inner else { panic!("{} Params", kernel.name) };
        let in_shader: Vec<(String, u32)> =
            members.iter().map(|member| (member.name.clone().unwrap(), member.offset)).collect();
        let on_host: Vec<(String, u32)> = kernel
            .params
            .iter()
            .zip((0..).step_by(4))
            .map(|(name, offset)| ((*name).to_owned(), offset))
            .collect();
        assert_eq!(in_shader, on_host, "{}", kernel.name);
    }
}

#[test]
fn bindings_are_few_and_only_the_output_is_written() {
    for kernel in KERNELS {
        let (module, _) = parsed(kernel.name);
        let mut names = Vec::new();
        for (_, variable) in module.global_variables.iter() {
            let Some(binding) = variable.binding else { continue };
            let name = variable.name.clone().unwrap();
            if let AddressSpace::Storage { access } = variable.space {
                assert_eq!(access.contains(StorageAccess::STORE), name == "output", "{} {name}", kernel.name);
            }
            names.push((binding.binding, name));
        }
        names.sort();
        assert!(names.len() <= 9, "{}: eight storage buffers and the parameters", kernel.name);
        assert_eq!(names.first().unwrap().1, "input", "{}", kernel.name);
        let last: Vec<&str> = names.iter().rev().take(2).map(|(_, name)| name.as_str()).collect();
        assert_eq!(last, ["params", "output"], "{}", kernel.name);
    }
}

#[test]
fn workgroups_and_their_memory_stay_within_what_webgpu_guarantees() {
    let mut checked = 0;
    for kernel in KERNELS {
        let (module, info) = parsed(kernel.name);
        let tiles = ["convolution", "pointwise"].contains(&kernel.name);
        let variants: Vec<HashMap<String, f64>> = if tiles {
            let named =
                |tile: Tile| tile.constants().into_iter().map(|(name, value)| (name.to_owned(), value));
            Tile::all().map(|tile| named(tile).collect()).collect()
        } else {
            vec![HashMap::new()]
        };
        for variant in variants {
            let constants = variant.clone().into_iter().collect();
            let (module, _) =
                naga::back::pipeline_constants::process_overrides(&module, &info, None, &constants).unwrap();
            let invocations: u32 = module.entry_points[0].workgroup_size.iter().product();
            assert!(
                (1..=256).contains(&invocations),
                "{} {variant:?}: {invocations} invocations",
                kernel.name
            );
            let mut layouter = naga::proc::Layouter::default();
            layouter.update(module.to_ctx()).unwrap();
            let bytes: u32 = module
                .global_variables
                .iter()
                .filter(|(_, variable)| variable.space == AddressSpace::WorkGroup)
                .map(|(_, variable)| layouter[variable.ty].size.next_multiple_of(16))
                .sum();
            assert!(bytes <= 16_384, "{} {variant:?}: {bytes} bytes of workgroup memory", kernel.name);
            checked += 1;
        }
    }
    assert!(checked > KERNELS.len(), "tiles have variants");
}

#[test]
fn no_shader_forgets_what_its_header_must_say() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shaders");
    for kernel in KERNELS {
        let text = std::fs::read_to_string(folder.join(kernel.name).with_extension("wgsl")).unwrap();
        for word in ["// input", "// output", "// geometry", "fn main("] {
            let compact = text.replace("input, operand", "input");
            assert!(compact.contains(word), "{}.wgsl lacks `{word}`", kernel.name);
        }
    }
}

#[test]
fn workgroups_never_exceed_a_dimension() {
    for count in [0, 1, 63, 32_768, 32_769, 65_536, 1 << 24] {
        let [x, y, z] = super::workgroups(count, 1);
        assert!(x.max(y).max(z) <= 65_535, "{count}");
        assert!(u64::from(x) * u64::from(z) >= count as u64, "{count}");
    }
}
