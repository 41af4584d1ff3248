//! `/api/agent`: what the console calls. The cookie alone changes nothing: changing calls carry the
//! console's own header.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

mod grants;
mod inbox;
mod session;
mod steps;
mod tickets;

use crate::desk::Desk;

/// What agents call.
pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(session::sign_in, session::sign_out))
        .routes(routes!(session::me))
        .routes(routes!(session::put_key))
        .routes(routes!(session::live))
        .routes(routes!(tickets::queue))
        .routes(routes!(tickets::show))
        .routes(routes!(tickets::write))
        .routes(routes!(tickets::download))
        .routes(routes!(steps::resolve))
        .routes(routes!(steps::close))
        .routes(routes!(steps::decline))
        .routes(routes!(inbox::list))
        .routes(routes!(inbox::file))
        .routes(routes!(inbox::discard))
        .routes(routes!(grants::ask))
        .routes(routes!(grants::end))
        .routes(routes!(grants::audit))
}
