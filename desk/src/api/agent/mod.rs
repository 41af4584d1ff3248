//! `/api/agent`: what the console calls. The cookie alone changes nothing: changing calls carry the
//! console's own header.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

mod calls;
mod decisions;
mod files;
mod grants;
mod inbox;
mod incident;
mod recovery;
mod reports;
mod service;
mod session;
mod staff;
mod steps;
mod tickets;

pub(super) use tickets::view;

use crate::desk::Desk;

/// What agents call.
pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(session::sign_in, session::sign_out))
        .routes(routes!(session::me))
        .routes(routes!(session::put_key))
        .routes(routes!(session::live))
        .routes(routes!(tickets::queue, calls::log))
        .routes(routes!(tickets::show))
        .routes(routes!(tickets::write))
        .routes(routes!(files::upload))
        .routes(routes!(files::download))
        .routes(routes!(steps::resolve))
        .routes(routes!(steps::close))
        .routes(routes!(staff::list))
        .routes(routes!(staff::assign))
        .routes(routes!(reports::month))
        .routes(routes!(decisions::rule))
        .routes(routes!(decisions::plan))
        .routes(routes!(decisions::settle))
        .routes(routes!(decisions::offer))
        .routes(routes!(decisions::way))
        .routes(routes!(incident::mark))
        .routes(routes!(incident::add_step))
        .routes(routes!(incident::finish_step))
        .routes(routes!(incident::ask))
        .routes(routes!(incident::report))
        .routes(routes!(recovery::propose))
        .routes(routes!(recovery::tell))
        .routes(routes!(inbox::list))
        .routes(routes!(inbox::file))
        .routes(routes!(inbox::discard))
        .routes(routes!(grants::ask))
        .routes(routes!(grants::end))
        .routes(routes!(grants::audit))
        .routes(routes!(service::systems))
        .routes(routes!(service::windows, service::plan))
        .routes(routes!(service::cancel))
}
