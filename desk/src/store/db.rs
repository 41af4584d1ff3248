//! The one place that names the database: PostgreSQL comes by another set of these aliases, and the
//! SQL beside them is written so that both understand it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Decode, Encode, Type};

use deskside_protocol::DateTime;

/// The database.
pub type Db = sqlx::Sqlite;
/// Connections that read.
pub type Pool = sqlx::SqlitePool;
/// One connection.
pub type Connection = sqlx::SqliteConnection;
/// Arguments of a query.
pub type Arguments = <Db as sqlx::Database>::Arguments;
/// A row.
pub type Row = sqlx::sqlite::SqliteRow;

/// A value kept as JSON in a TEXT column.
#[derive(Clone, Debug)]
pub struct Stored<T>(pub T);

impl<T> Type<Db> for Stored<T> {
    fn type_info() -> <Db as sqlx::Database>::TypeInfo {
        <String as Type<Db>>::type_info()
    }

    fn compatible(ty: &<Db as sqlx::Database>::TypeInfo) -> bool {
        <String as Type<Db>>::compatible(ty)
    }
}

impl<T: Serialize> Encode<'_, Db> for Stored<T> {
    fn encode_by_ref(
        &self,
        buf: &mut <Db as sqlx::Database>::ArgumentBuffer,
    ) -> Result<IsNull, BoxDynError> {
        Encode::<Db>::encode(serde_json::to_string(&self.0)?, buf)
    }
}

impl<'r, T: DeserializeOwned> Decode<'r, Db> for Stored<T> {
    fn decode(value: <Db as sqlx::Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(serde_json::from_str(<&str as Decode<Db>>::decode(
            value,
        )?)?))
    }
}

/// A moment as it is kept.
#[must_use]
pub fn ms(at: DateTime) -> i64 {
    at.timestamp_millis()
}

/// A kept moment.
#[must_use]
pub fn moment(ms: i64) -> DateTime {
    DateTime::from_timestamp_millis(ms).unwrap_or(DateTime::UNIX_EPOCH)
}

/// A number the database keeps signed.
#[must_use]
pub fn count(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}
