//! The assertion an agent enters with (trust rule 3), built over bytes: the private key itself
//! stays in the browser's keeping and only signs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deskside_protocol::DateTime;
use deskside_protocol::access::{ASSERTION_SECONDS, Approval, AssertionClaims, Jwk};
use sha2::{Digest as _, Sha256};

/// RFC 7638 thumbprint of a key.
#[must_use]
pub fn thumbprint(jwk: &Jwk) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(jwk.canonical()))
}

/// What an agent says to enter with this approval, at this moment.
#[must_use]
pub fn claims(approval: &Approval, now: DateTime, once: String) -> AssertionClaims {
    let iat = now.timestamp();
    AssertionClaims {
        iss: approval.agent.clone(),
        aud: approval.enter_url.clone(),
        grant: approval.grant.clone(),
        iat,
        exp: iat + ASSERTION_SECONDS,
        jti: once,
    }
}

/// The text that is signed: header and claims.
///
/// # Errors
/// Never for these claims; serialising could in principle fail.
pub fn signing_input(kid: &str, claims: &AssertionClaims) -> Result<String, serde_json::Error> {
    let header = serde_json::json!({ "alg": "ES256", "kid": kid, "typ": "JWT" });
    let encode = |json: Vec<u8>| URL_SAFE_NO_PAD.encode(json);
    let head = encode(serde_json::to_vec(&header)?);
    let body = encode(serde_json::to_vec(claims)?);
    Ok(format!("{head}.{body}"))
}

/// The signed whole. WebCrypto gives r and s one after the other, just as JWS wants them.
#[must_use]
pub fn finish(signing_input: &str, signature: &[u8]) -> String {
    format!("{signing_input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use deskside_protocol::identity::{Lang, Person};
    use deskside_protocol::ids::{AgentId, GrantId, TicketId};

    pub(in crate::key) fn approval() -> Approval {
        Approval {
            grant: GrantId("gnt_1".into()),
            ticket: TicketId("tkt_1".into()),
            agent: AgentId("agt_1".into()),
            agent_key: String::new(),
            scopes: vec!["sales.read".into()],
            effective: vec![],
            from: DateTime::UNIX_EPOCH,
            until: DateTime::UNIX_EPOCH,
            by: Person {
                id: "1".into(),
                login: "hoa".into(),
                name: "Hoa Nguyen".into(),
                email: String::new(),
                lang: Lang::Vi,
            },
            account: "support-1".into(),
            enter_url: "http://localhost:9200/deskside/enter".into(),
        }
    }

    #[test]
    fn the_thumbprint_is_that_of_rfc_7638() {
        // The P-256 key of RFC 7517, appendix A.1, whose thumbprint other libraries agree on.
        let jwk = Jwk {
            kty: "EC".into(),
            crv: "P-256".into(),
            x: "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4".into(),
            y: "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM".into(),
        };
        assert_eq!(
            thumbprint(&jwk),
            "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"
        );
    }

    #[test]
    fn an_assertion_names_one_audience_and_lives_a_minute() {
        let now = DateTime::from_timestamp(1_000, 0).unwrap();
        let said = claims(&approval(), now, "a".into());
        assert_eq!(said.aud, approval().enter_url);
        assert_eq!(said.exp - said.iat, 60);
        assert_eq!(said.jti, "a");
    }

    #[test]
    fn it_is_three_parts_of_base64url() {
        let said = claims(&approval(), DateTime::UNIX_EPOCH, "a".into());
        let input = signing_input("kid", &said).unwrap();
        let whole = finish(&input, &[0xff; 64]);
        let parts: Vec<Vec<u8>> = whole
            .split('.')
            .map(|part| URL_SAFE_NO_PAD.decode(part).unwrap())
            .collect();
        assert_eq!(parts.len(), 3);
        let header: serde_json::Value = serde_json::from_slice(&parts[0]).unwrap();
        assert_eq!(header["alg"], "ES256");
        let claims: AssertionClaims = serde_json::from_slice(&parts[1]).unwrap();
        assert_eq!(claims, said);
        assert_eq!(parts[2].len(), 64);
    }
}
