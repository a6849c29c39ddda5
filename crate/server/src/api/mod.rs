//! The contract: what is asked and answered over HTTP.

mod shapes;
mod body;
mod page;
mod drawings;
mod search;
mod read;
mod upkeep;

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::service::App;
pub(crate) use shapes::{EmbeddingShape, FacetsShape, ModelShape};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Draftlens reference server",
        description = "Similar-drawing search, and a second reading of what the browser was unsure of. Every error is a \
                       problem (RFC 9457) with a code. Vectors are those of one embedder: an index refuses all others."
    ),
    servers((url = "/")),
    modifiers(&Keys)
)]
struct Contract;

struct Keys;

impl Modify for Keys {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A key that the server's operator gave out."))
            .build();
        openapi.components.get_or_insert_default().add_security_scheme("key", SecurityScheme::Http(bearer));
    }
}

/// What needs a key, by the size of what it takes.
pub(crate) struct Routes {
    pub(crate) open: OpenApiRouter<App>,
    pub(crate) drawings: OpenApiRouter<App>,
    pub(crate) read: OpenApiRouter<App>,
}

pub(crate) fn routes() -> Routes {
    Routes {
        open: OpenApiRouter::with_openapi(Contract::openapi())
            .routes(routes!(upkeep::health))
            .routes(routes!(upkeep::ready))
            .routes(routes!(upkeep::metrics))
            .routes(routes!(upkeep::contract)),
        drawings: OpenApiRouter::new()
            .routes(routes!(drawings::describe, drawings::clear))
            .routes(routes!(drawings::list))
            .routes(routes!(drawings::get, drawings::put, drawings::delete))
            .routes(routes!(search::search)),
        read: OpenApiRouter::new().routes(routes!(read::read)),
    }
}

/// The contract, as `openapi.json` keeps it and the server tells it.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    let Routes { open, drawings, read } = routes();
    open.merge(drawings).merge(read).into_openapi()
}
