//! Icons, drawn as paths on a 24-unit grid. Words beside them say the same: they are hidden from
//! screen readers.

use leptos::prelude::*;

/// Which picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Write.
    Write,
    /// A list.
    List,
    /// A door key.
    Key,
    /// A padlock.
    Lock,
    /// Close.
    Cross,
    /// Go back.
    Back,
    /// Done.
    Check,
    /// Careful.
    Warn,
    /// A paper clip.
    Clip,
    /// A file.
    File,
    /// A shield.
    Shield,
    /// Leads out of here.
    Out,
    /// A person.
    Person,
    /// Send.
    Send,
    /// Somebody looked.
    Eye,
    /// A clock.
    Clock,
    /// Work on the system.
    Wrench,
    /// A paper that is signed.
    Paper,
    /// A telephone.
    Phone,
    /// An envelope.
    Mail,
    /// More of the same.
    More,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::Write => "M4 20h4L19 9l-4-4L4 16v4ZM13.5 6.5l4 4",
            Icon::List => "M5 5h14v11H9l-4 3.5V5ZM9 9h6M9 12h4",
            Icon::Key => {
                "M8 16a4.2 4.2 0 1 1 3.7-6.2H21v3.1h-2.2v2.4h-3v-2.4h-4.1A4.2 4.2 0 0 1 8 16ZM7.6 11.8h.01"
            }
            Icon::Lock => "M6 11h12v9H6v-9ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2",
            Icon::Cross => "M6 6l12 12M18 6 6 18",
            Icon::Back => "M14.5 6 8.5 12l6 6",
            Icon::Check => "M5 12.5 10 17.5 19.5 7",
            Icon::Warn => "M12 4 3 20h18L12 4ZM12 10v4.5M12 17.2h.01",
            Icon::Clip => {
                "M17.5 11.5 11 18a4 4 0 0 1-5.7-5.7l7.5-7.4a2.7 2.7 0 0 1 3.8 3.8L9.3 16a1.3 1.3 0 0 1-1.9-1.9l6.3-6.2"
            }
            Icon::File => "M7 3.5h7L18.5 8v12.5H7v-17ZM13.5 3.5V8.5h5",
            Icon::Shield => {
                "M12 3.5 5 6v5.5c0 4.2 2.9 7.3 7 9 4.1-1.7 7-4.8 7-9V6l-7-2.5ZM8.8 12l2.3 2.3 4.2-4.4"
            }
            Icon::Out => "M13.5 5H19v5.5M19 5l-8.5 8.5M10 6H5.5v12.5H18V14",
            Icon::Person => {
                "M12 12a3.7 3.7 0 1 0 0-7.5 3.7 3.7 0 0 0 0 7.5ZM5 20c.6-3.6 3.3-5.5 7-5.5s6.4 1.9 7 5.5"
            }
            Icon::Eye => {
                "M2.5 12C5 7.8 8.2 5.8 12 5.8s7 2 9.5 6.2c-2.5 4.2-5.7 6.2-9.5 6.2s-7-2-9.5-6.2ZM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z"
            }
            Icon::Clock => "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3.2 2",
            Icon::Wrench => {
                "M4 20l8.2-8.2M14.5 4.2a5 5 0 0 0-2.9 6.6l1.6 1.6a5 5 0 0 0 6.6-6.4l-2.9 2.9-2.4-.6-.6-2.4 2.8-2.8a5 5 0 0 0-2.2 1.1Z"
            }
            Icon::Phone => {
                "M7 3.5 9.5 9 7.4 10.8a12 12 0 0 0 5.8 5.8L15 14.5l5.5 2.5c0 2-1.5 3.5-3.5 3.5C10 20 4 14 3.5 7c0-2 1.5-3.5 3.5-3.5Z"
            }
            Icon::Mail => "M3.5 6h17v12h-17V6ZM4 6.5l8 6.5 8-6.5",
            Icon::More => "M5 12h.01M12 12h.01M19 12h.01",
            Icon::Paper => {
                "M6 3.5h12v17H6v-17ZM9 8h6M9 11.5h6M9 16.5c1-1.4 2-1.4 2.5-.2s1.5 1 2.5-.3"
            }
            Icon::Send => "M4.5 12 20 4.5 16 20l-4.5-6-7-2ZM11.5 14 20 4.5",
        }
    }
}

/// The picture.
#[component]
#[must_use]
pub fn Picture(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={icon.path()}></path>
        </svg>
    }
}
