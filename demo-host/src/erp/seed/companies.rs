//! The two companies of the demo.

use crate::erp::rights::Role;

/// A company before it has any paper.
#[derive(Debug)]
pub struct Company {
    /// Short name.
    pub slug: &'static str,
    /// Name.
    pub name: &'static str,
    /// IANA time zone.
    pub zone: chrono_tz::Tz,
    /// Mail domain.
    pub domain: &'static str,
    /// Tax code.
    pub tax_code: &'static str,
    /// Address.
    pub address: &'static str,
    /// Who works there.
    pub people: &'static [Colleague],
    /// What it sells: name, price, cost (0 when nobody entered one), unit.
    pub products: &'static [(&'static str, i64, i64, &'static str)],
    /// Where stock lies.
    pub places: &'static [&'static str],
    /// What its dice start from.
    pub seed: u64,
}

/// Somebody who works in a company.
#[derive(Debug)]
pub struct Colleague {
    /// What they sign in with.
    pub login: &'static str,
    /// Name.
    pub name: &'static str,
    /// Language.
    pub lang: &'static str,
    /// Roles.
    pub roles: &'static [Role],
}

const fn colleague(
    login: &'static str,
    name: &'static str,
    lang: &'static str,
    roles: &'static [Role],
) -> Colleague {
    Colleague {
        login,
        name,
        lang,
        roles,
    }
}

/// The companies of this installation.
pub const COMPANIES: &[Company] = &[
    Company {
        slug: "minhlong",
        name: "Minh Long Ceramics",
        zone: chrono_tz::Asia::Ho_Chi_Minh,
        domain: "minhlong.example",
        tax_code: "3700148825",
        address: "333 Hưng Lộc, Thuận An, Bình Dương",
        people: &[
            colleague("lan", "Lan Tran", "vi", &[Role::Sales]),
            colleague("hoa", "Hoa Nguyen", "en", &[Role::Administrator]),
            colleague("tuan", "Tuan Le", "vi", &[Role::Accounting, Role::Sales]),
            colleague("minh", "Minh Pham", "vi", &[Role::Inventory]),
            colleague("thu", "Thu Hoang", "vi", &[Role::Accounting]),
            colleague("quang", "Quang Dinh", "vi", &[Role::Sales]),
            colleague("yen", "Yen Bui", "vi", &[Role::Inventory]),
        ],
        products: &[
            ("Bộ ấm trà Bát Tràng 6 chén", 1_250_000, 690_000, "bộ"),
            ("Bình hoa men lam cao 40 cm", 2_480_000, 1_310_000, "chiếc"),
            ("Đĩa sứ trắng 25 cm", 145_000, 71_000, "chiếc"),
            ("Tô canh hoa văn sen 20 cm", 98_000, 44_000, "chiếc"),
            ("Ly cà phê sứ có nắp", 85_000, 39_000, "chiếc"),
            ("Bộ đồ ăn 22 món Hoàng Cung", 8_900_000, 5_200_000, "bộ"),
            ("Chậu gốm trồng cây cỡ lớn", 760_000, 410_000, "chiếc"),
            ("Tượng Phúc Lộc Thọ men rạn", 5_600_000, 3_050_000, "bộ"),
            ("Gạch men thủ công 20×20", 24_500, 12_200, "viên"),
            ("In logo lên sứ (dịch vụ)", 15_000, 0, "lần"),
        ],
        places: &[
            "Xưởng nung Bình Dương",
            "Kho thành phẩm",
            "Kho Thủ Đức",
            "Showroom Quận 3",
            "Khách hàng",
            "Nhà cung cấp đất sét",
        ],
        seed: 42,
    },
    Company {
        slug: "saoviet",
        name: "Sao Viet Logistics",
        zone: chrono_tz::Asia::Ho_Chi_Minh,
        domain: "saoviet.example",
        tax_code: "0201457390",
        address: "18 Lê Thánh Tông, Ngô Quyền, Hải Phòng",
        people: &[
            colleague("mai", "Mai Vo", "vi", &[Role::Sales]),
            colleague("bao", "Bao Dang", "vi", &[Role::Administrator]),
            colleague("hieu", "Hieu Truong", "vi", &[Role::Inventory]),
            colleague("nga", "Nga Ly", "vi", &[Role::Accounting]),
        ],
        products: &[
            (
                "Vận chuyển container 20' nội địa",
                6_800_000,
                5_100_000,
                "chuyến",
            ),
            (
                "Vận chuyển container 40' nội địa",
                9_400_000,
                7_250_000,
                "chuyến",
            ),
            ("Lưu kho lạnh theo pallet", 185_000, 96_000, "ngày"),
            ("Bốc xếp hàng lẻ", 320_000, 210_000, "tấn"),
            ("Khai báo hải quan xuất khẩu", 1_150_000, 480_000, "tờ"),
            ("Giao hàng chặng cuối Hà Nội", 65_000, 41_000, "đơn"),
            ("Bảo hiểm hàng hóa", 450_000, 0, "lô"),
            ("Thuê xe nâng 3 tấn", 780_000, 520_000, "giờ"),
        ],
        places: &[
            "Cảng Hải Phòng",
            "Kho Đình Vũ",
            "Kho lạnh Nam Đình Vũ",
            "Trạm Hà Nội",
            "Khách hàng",
            "Trạm Đà Nẵng",
        ],
        seed: 7,
    },
];
