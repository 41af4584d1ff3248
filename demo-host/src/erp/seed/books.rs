//! A company's paper: contacts, quotations, invoices, stock moves.

use chrono::{NaiveDate, TimeDelta};
use sqlx::{Sqlite, Transaction};

use super::companies::Company;
use super::dice::Dice;
use crate::erp::lists::folded;
use crate::erp::trade::TAX;

const FORMS: [&str; 6] = [
    "Công ty TNHH",
    "Công ty Cổ phần",
    "Nhà hàng",
    "Khách sạn",
    "Cửa hàng",
    "Hợp tác xã",
];
const NAMES: [&str; 16] = [
    "Biển Xanh",
    "Hương Sen",
    "Phú Quý",
    "Đại Phát",
    "Sông Hàn",
    "Tân Hưng",
    "An Nhiên",
    "Thành Công",
    "Hoàng Gia",
    "Mộc Lan",
    "Trường Thịnh",
    "Bình Minh",
    "Hồng Ngọc",
    "Việt Tiến",
    "Lộc Phát",
    "Cánh Diều",
];
const PEOPLE: [&str; 10] = [
    "Nguyễn Văn Hùng",
    "Trần Thị Bích",
    "Lê Quốc Khánh",
    "Phạm Thu Hà",
    "Hoàng Minh Đức",
    "Vũ Ngọc Anh",
    "Đặng Thị Liên",
    "Bùi Thanh Sơn",
    "Đỗ Kim Oanh",
    "Ngô Gia Bảo",
];
const CITIES: [&str; 8] = [
    "Hà Nội",
    "Hải Phòng",
    "Đà Nẵng",
    "Huế",
    "TP. Hồ Chí Minh",
    "Cần Thơ",
    "Bình Dương",
    "Nha Trang",
];
/// How many of each there are.
const CONTACTS: i64 = 68;
const QUOTATIONS: i64 = 52;
const INVOICES: i64 = 47;
const MOVES: i64 = 76;
/// The quotation whose lines do not add up to its rounded total.
const ODD_ONE: i64 = 42;

type Tx<'a> = Transaction<'a, Sqlite>;

pub(super) async fn fill(
    tx: &mut Tx<'_>,
    company: &Company,
    today: NaiveDate,
) -> Result<(), sqlx::Error> {
    let mut dice = Dice::of(company.seed);
    contacts(tx, &mut dice).await?;
    quotations(tx, company, today, &mut dice).await?;
    invoices(tx, today, &mut dice).await?;
    moves(tx, company, today, &mut dice).await
}

async fn contacts(tx: &mut Tx<'_>, dice: &mut Dice) -> Result<(), sqlx::Error> {
    for id in 1..=CONTACTS {
        let place = usize::try_from(id).unwrap_or(0);
        let name = format!(
            "{} {}",
            FORMS[(place + place / 16) % FORMS.len()],
            NAMES[place % NAMES.len()]
        );
        let kind = if id % 5 == 0 { "supplier" } else { "customer" };
        let mailbox: String = folded(NAMES[place % NAMES.len()])
            .split_whitespace()
            .collect();
        sqlx::query(
            "INSERT INTO contacts (id, name, kind, person, phone, email, city, tax_code)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .bind(id)
        .bind(name)
        .bind(kind)
        .bind(dice.one_of(&PEOPLE))
        .bind(format!(
            "09{} {:03} {:03}",
            dice.between(10, 99),
            dice.below(1000),
            dice.below(1000)
        ))
        .bind(format!("lienhe@{mailbox}{id}.example"))
        .bind(dice.one_of(&CITIES))
        .bind(format!("{:010}", dice.between(100_000_000, 4_999_999_999)))
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

async fn quotations(
    tx: &mut Tx<'_>,
    company: &Company,
    today: NaiveDate,
    dice: &mut Dice,
) -> Result<(), sqlx::Error> {
    let sellers: Vec<&str> = company
        .people
        .iter()
        .filter(|person| person.roles.contains(&crate::erp::rights::Role::Sales))
        .map(|person| person.name)
        .collect();
    for id in 1..=QUOTATIONS {
        let age = (QUOTATIONS - id) * 39 / QUOTATIONS;
        let state = match id {
            ODD_ONE => "sent",
            _ if id > QUOTATIONS - 8 => dice.one_of(&["draft", "sent"]),
            _ => dice.one_of(&["order", "order", "sent", "sent", "cancelled"]),
        };
        sqlx::query(
            "INSERT INTO quotations (id, contact_id, seller, state, dated, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .bind(id)
        .bind(dice.between(1, CONTACTS))
        .bind(dice.one_of(&sellers))
        .bind(state)
        .bind((today - TimeDelta::days(age)).to_string())
        .bind(dice.one_of(&[
            "",
            "",
            "Giao trong giờ hành chính.",
            "Khách cần hóa đơn VAT.",
            "Gọi trước khi giao 30 phút.",
        ]))
        .execute(&mut **tx)
        .await?;
        if id == ODD_ONE {
            odd_lines(tx, id, company).await?;
        } else {
            lines(tx, id, company, dice).await?;
        }
    }
    Ok(())
}

async fn lines(
    tx: &mut Tx<'_>,
    quotation: i64,
    company: &Company,
    dice: &mut Dice,
) -> Result<(), sqlx::Error> {
    let first = dice.below(company.products.len());
    for step in 0..=dice.below(4) {
        let product = company.products[(first + step * 3) % company.products.len()];
        let quantity = dice.between(1, 40);
        // Whole tens of percents on whole hundreds of đồng: always adds up.
        let discount = [0, 0, 0, 50, 100][dice.below(5)];
        line(tx, quotation, product, quantity, product.1, discount).await?;
    }
    Ok(())
}

/// Prices with odd đồng and a discount of a third: each line is rounded up, the sum is not.
async fn odd_lines(tx: &mut Tx<'_>, quotation: i64, company: &Company) -> Result<(), sqlx::Error> {
    for (place, quantity) in [(0, 2), (2, 5), (4, 8)] {
        let product = company.products[place];
        line(tx, quotation, product, quantity, product.1 + 5, 333).await?;
    }
    Ok(())
}

async fn line(
    tx: &mut Tx<'_>,
    quotation: i64,
    (name, _, cost, _): (&str, i64, i64, &str),
    quantity: i64,
    price: i64,
    discount: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO quotation_lines (quotation_id, product, quantity, price, cost, discount)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .bind(quotation)
    .bind(name)
    .bind(quantity)
    .bind(price)
    .bind(cost)
    .bind(discount)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn invoices(tx: &mut Tx<'_>, today: NaiveDate, dice: &mut Dice) -> Result<(), sqlx::Error> {
    for id in 1..=INVOICES {
        let dated = today - TimeDelta::days((INVOICES - id) * 38 / INVOICES);
        let due = dated + TimeDelta::days(*dice.one_of(&[&7, &15, &30]));
        let state = match id {
            _ if id > INVOICES - 4 => "draft",
            _ if due < today => dice.one_of(&["paid", "paid", "overdue"]),
            _ => dice.one_of(&["posted", "paid"]),
        };
        let untaxed = dice.between(12, 900) * 100_000;
        sqlx::query(
            "INSERT INTO invoices (id, contact_id, number, state, dated, due, untaxed, tax)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .bind(id)
        .bind(dice.between(1, CONTACTS))
        .bind(format!("{}/{id:05}", dated.format("HD%y")))
        .bind(state)
        .bind(dated.to_string())
        .bind(due.to_string())
        .bind(untaxed)
        .bind(untaxed * TAX / 100)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

async fn moves(
    tx: &mut Tx<'_>,
    company: &Company,
    today: NaiveDate,
    dice: &mut Dice,
) -> Result<(), sqlx::Error> {
    for id in 1..=MOVES {
        let source = dice.below(company.places.len());
        let target = (source + 1 + dice.below(company.places.len() - 1)) % company.places.len();
        let product = company.products[dice.below(company.products.len())];
        let state = if id > MOVES - 9 {
            dice.one_of(&["draft", "ready"])
        } else {
            "done"
        };
        sqlx::query(
            "INSERT INTO moves (id, number, product, source, target, quantity, unit, state, dated)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )
        .bind(id)
        .bind(format!("WH/{id:05}"))
        .bind(product.0)
        .bind(company.places[source])
        .bind(company.places[target])
        .bind(dice.between(1, 120))
        .bind(product.3)
        .bind(state)
        .bind((today - TimeDelta::days((MOVES - id) * 38 / MOVES)).to_string())
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
