//! The life of a year: requests come by chance, staff works in shifts and takes what is due next, people
//! answer or do not, maintenance is planned, the desk is stopped and opened. The clock goes from one
//! thing to the next.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use anyhow::{Context as _, Result};
use axum::http::Method;
use chrono::{Months, TimeDelta, Timelike as _};
use deskside_protocol::DateTime;
use deskside_protocol::api::{MonthReport, TicketSummary, TicketView};
use deskside_protocol::ids::TicketId;
use deskside_protocol::policy::Impact;
use futures::future::join_all;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;

use super::Wish;
use super::book::{Act, Book, Case, Done, Stands, Who};
use super::check::Findings;
use super::house::{Call, House, Proof};
use super::law::Window;
use super::town::{self, Town};

/// Somebody of the staff does one thing in this time.
const TURN: TimeDelta = TimeDelta::minutes(20);

/// What happens at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// A request comes.
    Arrives,
    /// Those of the staff who work do one thing each.
    Turn,
    /// The customer does something about a case, if it can still be done.
    Answers(usize, What),
    /// Maintenance of a customer is planned.
    Maintains(usize),
    Stops,
    Opens,
    /// A month is over, and is reported on.
    MonthEnds(DateTime),
}

/// What a customer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Writes,
    Reopens,
    Chooses,
    Decides,
}

/// Something about to be done.
struct Doing {
    /// `None` for a new request, of this customer.
    case: Option<usize>,
    customer: usize,
    reporter: usize,
    impact: Impact,
    done: Done,
    call: Call,
}

/// The year as it is lived.
pub(crate) struct Life {
    pub(crate) house: House,
    pub(crate) town: Town,
    pub(crate) book: Book,
    pub(crate) found: Findings,
    wish: Wish,
    chance: StdRng,
    agenda: BinaryHeap<Reverse<(DateTime, u64, Event)>>,
    number: u64,
    up: bool,
    end: DateTime,
}

impl Life {
    /// Everything is in its place, and nothing has happened yet.
    pub(crate) async fn begin(wish: Wish) -> Result<Self> {
        let from = wish.from;
        let house = House::build(from).await?;
        let mut town = Town {
            customers: town::customers(),
            staff: town::staff(2026),
        };
        house.welcome(&mut town).await?;
        let end = from
            .checked_add_months(Months::new(wish.months))
            .context("too long")?;
        let mut life = Self {
            house,
            town,
            book: Book::default(),
            found: Findings::default(),
            chance: StdRng::seed_from_u64(wish.seed),
            agenda: BinaryHeap::new(),
            number: 0,
            up: true,
            end,
            wish,
        };
        life.plan_ahead();
        Ok(life)
    }

    /// What can be known beforehand.
    fn plan_ahead(&mut self) {
        let (from, end) = (self.wish.from, self.end);
        self.later(from + TimeDelta::minutes(7), Event::Arrives);
        self.later(from + TURN, Event::Turn);
        for month in 1..=self.wish.months {
            if let Some(over) = from.checked_add_months(Months::new(month)) {
                self.later(over + TimeDelta::minutes(5), Event::MonthEnds(over));
            }
        }
        for customer in 0..self.town.customers.len() {
            let mut at = from + TimeDelta::days(self.chance.random_range(3..12));
            while at < end {
                self.later(at, Event::Maintains(customer));
                at += TimeDelta::days(self.chance.random_range(18..40));
            }
        }
        let mut at = from + TimeDelta::days(5);
        while at < end {
            at += TimeDelta::minutes(self.chance.random_range(2_000..30_000));
            let down = match self.chance.random_range(0..10) {
                0 => TimeDelta::minutes(self.chance.random_range(600..4_000)),
                1..4 => TimeDelta::minutes(self.chance.random_range(20..300)),
                _ => TimeDelta::seconds(self.chance.random_range(5..90)),
            };
            self.later(at, Event::Stops);
            at += down;
            self.later(at, Event::Opens);
        }
    }

    fn later(&mut self, at: DateTime, event: Event) {
        self.number += 1;
        self.agenda.push(Reverse((at, self.number, event)));
    }

    /// Lives through it.
    pub(crate) async fn pass(&mut self) -> Result<()> {
        let last = self.end + TimeDelta::minutes(10);
        while let Some(&Reverse((at, ..))) = self.agenda.peek() {
            if at > last {
                break;
            }
            if self.up && self.wish.escalates {
                self.look_until(at).await?;
            }
            self.house.until(at);
            let mut together = Vec::new();
            while let Some(&Reverse((next, _, event))) = self.agenda.peek() {
                if next > at {
                    break;
                }
                self.agenda.pop();
                together.push(event);
            }
            self.happen(at, together).await?;
        }
        if !self.up {
            self.opens(last).await?;
        }
        self.house.until(last);
        self.book.looks.end = Some(last);
        if self.wish.escalates {
            self.house.look().await?;
        }
        Ok(())
    }

    /// The desk looks every second. It has nothing to do but where it says so, and so only those
    /// seconds are lived through.
    async fn look_until(&mut self, until: DateTime) -> Result<()> {
        while let Some(next) = self.house.looks_next().await? {
            let part =
                TimeDelta::milliseconds((1000 - next.timestamp_millis().rem_euclid(1000)) % 1000);
            let second = next + part;
            if second > until {
                break;
            }
            self.house.until(second.max(self.house.now()));
            self.house.look().await?;
            let again = self.house.looks_next().await?;
            if again.is_some_and(|again| again <= self.house.now()) {
                self.found.add(format!(
                    "at {second} it looked, and did not do what was due"
                ));
                break;
            }
        }
        Ok(())
    }

    /// All that happens at one moment, at once.
    async fn happen(&mut self, at: DateTime, events: Vec<Event>) -> Result<()> {
        let mut doings = Vec::new();
        for event in events {
            match event {
                Event::Stops if self.up => {
                    self.up = false;
                    self.house.stop().await;
                    self.book.looks.down.push((at, DateTime::MAX_UTC));
                }
                Event::Stops => {}
                Event::Opens => self.opens(at).await?,
                // Whoever finds the desk closed comes again.
                _ if !self.up => {
                    let wait = TimeDelta::milliseconds(self.chance.random_range(60_000..900_000));
                    self.later(at + wait, event);
                }
                Event::Arrives => doings.extend(self.arrives(at)),
                Event::Turn => doings.extend(self.turn(at)),
                Event::Answers(case, what) => doings.extend(self.answers(at, case, what)),
                Event::Maintains(customer) => self.maintains(at, customer).await?,
                Event::MonthEnds(over) => self.month_ends(over).await?,
            }
        }
        self.does(doings).await
    }

    async fn opens(&mut self, at: DateTime) -> Result<()> {
        if self.up {
            return Ok(());
        }
        self.up = true;
        if let Some(down) = self.book.looks.down.last_mut() {
            down.1 = at;
        }
        self.house.open().await?;
        if self.wish.escalates {
            self.house.look().await?;
        }
        Ok(())
    }

    /// A request comes, and the next is on its way.
    fn arrives(&mut self, at: DateTime) -> Option<Doing> {
        let gap = 86_400_000 / i64::from(self.wish.per_day.max(1));
        let next = at + TimeDelta::milliseconds(self.chance.random_range(1..2 * gap));
        if next < self.end {
            self.later(next, Event::Arrives);
        }
        let weights: Vec<usize> = (0..self.town.customers.len()).collect();
        let weight = |&customer: &usize| self.town.customers[customer].weight;
        let customer = *weights.choose_weighted(&mut self.chance, weight).ok()?;
        // By night fewer people work, and some of them wait for the morning.
        let hour = at.with_timezone(&self.town.customers[customer].zone).hour();
        if !(7..20).contains(&hour) && self.chance.random_bool(0.6) {
            return None;
        }
        let reporter = self.chance.random_range(0..3);
        let impact = *Impact::ALL.choose(&mut self.chance)?;
        let seat = &self.town.customers[customer].reporters[reporter];
        let body = json!({ "description": "It fails", "impact": impact, "lang": seat.person.lang });
        let call = Call {
            method: Method::POST,
            path: "/api/tickets".to_owned(),
            proof: Proof::Session(seat.token.clone()),
            body,
        };
        let done = Done {
            at,
            who: Who::Reporter,
            act: Act::File,
            to: None,
        };
        Some(Doing {
            case: None,
            customer,
            reporter,
            impact,
            done,
            call,
        })
    }

    /// Everybody at work does one thing, each about another case.
    fn turn(&mut self, at: DateTime) -> Vec<Doing> {
        self.later(at + TURN, Event::Turn);
        let mut taken = Vec::new();
        let mut doings = Vec::new();
        for worker in 0..self.town.staff.len() {
            if !self.town.staff[worker].works(at) || self.chance.random_bool(0.15) {
                continue;
            }
            let Some(case) = self.next_case(at, &taken) else {
                continue;
            };
            taken.push(case);
            if let Some((act, to)) = self.choose(at, worker, case) {
                doings.push(self.doing(at, case, Who::Staff(worker), act, to));
            }
        }
        doings
    }

    /// Mostly what waits longest for an answer, sometimes just any.
    fn next_case(&mut self, at: DateTime, taken: &[usize]) -> Option<usize> {
        let workable = |case: &Case| match case.stands {
            Stands::Open => true,
            Stands::Awaiting | Stands::Resolved | Stands::Declined => {
                at - case.since() > TimeDelta::hours(72)
            }
            Stands::Planned { eta } => at >= eta - TimeDelta::hours(20),
            Stands::Agreement | Stands::Closed => false,
        };
        let urgency = |case: &Case| {
            let late = case.stands != Stands::Open;
            (late, case.answered(), case.since())
        };
        let open = self.book.open.iter().copied();
        let mut open: Vec<usize> = open
            .filter(|case| workable(&self.book.cases[*case]) && !taken.contains(case))
            .collect();
        if self.chance.random_bool(0.25) {
            return open.choose(&mut self.chance).copied();
        }
        open.sort_by_key(|&case| urgency(&self.book.cases[case]));
        open.first().copied()
    }

    /// What an agent does about a case, and to whom they give it, if that is what they do.
    fn choose(&mut self, at: DateTime, me: usize, case: usize) -> Option<(Act, Option<usize>)> {
        let case = &self.book.cases[case];
        let roll = self.chance.random_range(0..100);
        let question = case.impact == Impact::Question;
        let ruled = case.has(Act::Cover) || case.has(Act::Decline) || case.has(Act::Offer);
        let act = match (case.stands, case.answered()) {
            (Stands::Resolved | Stands::Declined, _) => Act::Close,
            (Stands::Awaiting, _) => Act::Resolve,
            (Stands::Planned { eta }, _) if at >= eta => Act::Resolve,
            (Stands::Planned { .. }, _) => Act::Say { awaits: false },
            (_, false) => match roll {
                0..4 => return Some((Act::Assign, self.colleague(me, case.assignee))),
                4..14 => Act::Decline,
                14..18 => Act::Offer,
                18..28 if !question && !ruled => Act::Cover,
                28..36 => Act::Resolve,
                36..60 => Act::Say { awaits: true },
                _ => Act::Say { awaits: false },
            },
            (_, true) => match roll {
                0..12 if !question && !ruled => Act::Cover,
                12..20 => Act::Decline,
                20..36 if !question => Act::Plan,
                36..44 => Act::Say { awaits: false },
                _ => Act::Resolve,
            },
        };
        Some((act, None))
    }

    /// A colleague who does not have it yet.
    fn colleague(&mut self, me: usize, has: Option<usize>) -> Option<usize> {
        let others = (0..self.town.staff.len()).filter(|&one| one != me && Some(one) != has);
        others.collect::<Vec<_>>().choose(&mut self.chance).copied()
    }

    /// The customer does something, where it still can be done.
    fn answers(&mut self, at: DateTime, case: usize, what: What) -> Option<Doing> {
        let stands = self.book.cases[case].stands;
        let recent = at - self.book.cases[case].since() < TimeDelta::days(14);
        let (who, act) = match (what, stands) {
            (What::Writes, Stands::Closed) => return None,
            (What::Writes, _) => (Who::Reporter, Act::Reply),
            (What::Reopens, Stands::Closed | Stands::Resolved) if recent => {
                (Who::Reporter, Act::Reopen)
            }
            (What::Chooses, Stands::Planned { .. }) => (Who::Approver, Act::Choose),
            (What::Decides, Stands::Agreement) if self.chance.random_bool(0.6) => {
                (Who::Approver, Act::Agree)
            }
            (What::Decides, Stands::Agreement) => (Who::Approver, Act::Refuse),
            _ => return None,
        };
        Some(self.doing(at, case, who, act, None))
    }

    fn doing(&self, at: DateTime, number: usize, who: Who, act: Act, to: Option<usize>) -> Doing {
        let case = &self.book.cases[number];
        let customer = &self.town.customers[case.customer];
        let (side, proof) = match who {
            Who::Staff(worker) => {
                let token = self.town.staff[worker].token.clone();
                ("agent/tickets", Proof::Cookie(token))
            }
            Who::Reporter => {
                let token = customer.reporters[case.reporter].token.clone();
                ("tickets", Proof::Session(token))
            }
            Who::Approver => ("tickets", Proof::Session(customer.approver.token.clone())),
        };
        let (call, body) = match act {
            Act::File | Act::Reply => ("messages", json!({ "text": "It still fails" })),
            Act::Say { awaits } => (
                "messages",
                json!({ "text": "We look into it", "awaits_reporter": awaits }),
            ),
            Act::Cover => (
                "ruling",
                json!({ "cover": "covered", "cause": "vendor_error", "clause": "1.1a", "why": "Ours" }),
            ),
            // Every seventh is about somebody else's service.
            Act::Decline if number.is_multiple_of(7) => (
                "ruling",
                json!({ "cover": "excluded", "cause": "third_party", "clause": "2.1", "why": "Not ours" }),
            ),
            Act::Decline => (
                "ruling",
                json!({ "cover": "excluded", "cause": "wrong_operation", "clause": "1.1b", "why": "So" }),
            ),
            Act::Plan => (
                "plan",
                json!({ "explanation": "A part is missing", "proposal": "We write it",
                    "eta": at + super::book::PLANNED_FOR }),
            ),
            Act::Offer => (
                "offer",
                json!({ "text": "A new report", "ready_at": at + TimeDelta::days(9),
                    "price": { "amount": "5000000", "currency": "VND" } }),
            ),
            Act::Choose => ("choice", json!({ "choice": "follow" })),
            Act::Agree => ("offer", json!({ "agreed": true })),
            Act::Refuse => ("offer", json!({ "agreed": false, "words": "Too much" })),
            Act::Assign => {
                let to = to.map(|worker| &self.town.staff[worker].id);
                ("assignee", json!({ "agent": to }))
            }
            Act::Resolve => ("resolve", json!(null)),
            Act::Close => ("close", json!(null)),
            Act::Reopen => ("reopen", json!(null)),
        };
        Doing {
            case: Some(number),
            customer: case.customer,
            reporter: case.reporter,
            impact: case.impact,
            done: Done { at, who, act, to },
            call: Call {
                method: Method::POST,
                path: format!("/api/{side}/{}/{call}", case.id),
                proof,
                body,
            },
        }
    }

    /// Does all of it at once, so that one commit holds it, and writes down what was accepted.
    async fn does(&mut self, doings: Vec<Doing>) -> Result<()> {
        let calls = doings
            .iter()
            .map(|doing| self.house.call(doing.call.clone()));
        let answers = join_all(calls).await;
        for (doing, answer) in doings.into_iter().zip(answers) {
            let (status, body) = answer?;
            if !status.is_success() {
                let told = String::from_utf8_lossy(&body);
                let (path, act) = (&doing.call.path, doing.done.act);
                self.found
                    .add(format!("{act:?} at {path} was refused: {status} {told}"));
                continue;
            }
            let number = match doing.case {
                Some(number) => {
                    self.book.write(number, doing.done);
                    number
                }
                None => {
                    let view: TicketView = serde_json::from_slice(&body)?;
                    self.received(&doing, view);
                    self.book.cases.len() - 1
                }
            };
            self.reacts(number, doing.done);
        }
        Ok(())
    }

    fn received(&mut self, doing: &Doing, view: TicketView) {
        let TicketId(id) = view.summary.id;
        self.book.open.insert(self.book.cases.len());
        self.book.cases.push(Case {
            customer: doing.customer,
            reporter: doing.reporter,
            impact: doing.impact,
            id: TicketId(id),
            reference: view.summary.reference,
            acts: vec![doing.done],
            stands: Stands::Open,
            assignee: None,
        });
    }

    /// What the customer does about what was done, some time later and not always.
    fn reacts(&mut self, case: usize, Done { at, act, .. }: Done) {
        let (likely, what, hours) = match act {
            Act::Say { awaits: true } => (0.85, What::Writes, 40),
            Act::Say { awaits: false } => (0.15, What::Writes, 30),
            Act::Resolve if self.chance.random_bool(0.5) => (0.1, What::Writes, 60),
            Act::Resolve => (0.08, What::Reopens, 300),
            Act::Decline => (0.15, What::Writes, 60),
            Act::Plan => (0.9, What::Chooses, 60),
            Act::Offer => (0.95, What::Decides, 120),
            _ => return,
        };
        if self.chance.random_bool(likely) {
            let wait = self.chance.random_range(60_000..hours * 3_600_000_i64);
            self.later(
                at + TimeDelta::milliseconds(wait),
                Event::Answers(case, what),
            );
        }
    }

    /// A window some days ahead, by day or by night, up to a few hours long.
    async fn maintains(&mut self, at: DateTime, customer: usize) -> Result<()> {
        let from = at + TimeDelta::minutes(self.chance.random_range(1_500..9_000));
        let until = from + TimeDelta::minutes(self.chance.random_range(30..400));
        let body = json!({ "system": self.town.customers[customer].id, "from": from, "until": until,
            "text": { "en": "An upgrade", "vi": "Nâng cấp" } });
        let lead = &self.town.staff[4];
        let call = Call {
            method: Method::POST,
            path: "/api/agent/maintenance".to_owned(),
            proof: Proof::Cookie(lead.token.clone()),
            body,
        };
        let (status, body) = self.house.call(call).await?;
        if status.is_success() {
            let window = Window {
                planned_at: at,
                from,
                until,
            };
            self.book.maintenance.push((customer, window));
        } else {
            let told = String::from_utf8_lossy(&body);
            self.found
                .add(format!("maintenance was refused: {status} {told}"));
        }
        Ok(())
    }

    /// The month before is reported on while some of its clocks may still run, and the queue is looked
    /// through.
    async fn month_ends(&mut self, over: DateTime) -> Result<()> {
        let name = (over - TimeDelta::days(1)).format("%Y-%m");
        let report: MonthReport = self.fetch(&format!("reports/{name}")).await?;
        super::report::compare(self, &report);
        let queue: Vec<TicketSummary> = self.fetch("tickets").await?;
        super::check::queue(self, &queue);
        Ok(())
    }

    pub(crate) async fn fetch<T: serde::de::DeserializeOwned>(&self, what: &str) -> Result<T> {
        let lead = &self.town.staff[4];
        let body = self.house.get(lead, &format!("/api/agent/{what}")).await?;
        Ok(serde_json::from_slice(&body)?)
    }
}
