//! `/api`.

mod agent_session;
mod agent_tickets;
mod attachments;
mod grants;
mod host_events;
mod host_reports;
mod incident;
mod live;
mod openapi;
mod pair;
mod recovery;
mod rotations;
mod sessions;
mod tickets;
