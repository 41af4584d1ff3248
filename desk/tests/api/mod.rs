//! `/api`.

mod agent_session;
mod agent_tickets;
mod attachments;
mod grants;
mod host_events;
mod host_reports;
mod live;
mod maintenance;
mod openapi;
mod pair;
mod rotations;
mod sessions;
mod tickets;
