//! Real mail servers in a folder of their own: Postfix takes mail by SMTP, Dovecot keeps it and shows it
//! by IMAP. Both are Debian's (`cargo xtask setup` installs them).

use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// The password of every mailbox.
pub(super) const PASSWORD: &str = "secret";

/// Running servers; they end with this.
pub(super) struct Servers {
    folder: TempDir,
    pub(super) smtp: u16,
    pub(super) imap: u16,
}

impl Servers {
    /// Starts them; where they cannot run it says so aloud, and there are none.
    pub(super) fn start() -> Option<Self> {
        if let Some(why) = missing() {
            // Past what the test runner swallows: nobody is to believe that this was tested.
            let _ = writeln!(std::io::stderr(), "SKIPPED, mail servers: {why}");
            return None;
        }
        let servers = Self {
            folder: TempDir::with_prefix("deskside-mail").unwrap(),
            smtp: free_port(),
            imap: free_port(),
        };
        servers.dovecot();
        servers.postfix();
        for port in [servers.smtp, servers.imap] {
            let up = (0..200).any(|_| {
                std::thread::sleep(Duration::from_millis(50));
                std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
            });
            assert!(up, "nothing listens on {port}");
        }
        Some(servers)
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn dovecot(&self) {
        let at = self.folder.path();
        open_to_all(at);
        std::fs::create_dir_all(at.join("mail")).unwrap();
        call(Command::new("chown").arg("postfix").arg(at.join("mail")));
        let users: String = ["support@desk.example", "lan@minhlong.example"]
            .map(|user| format!("{user}:{{PLAIN}}{PASSWORD}::::::\n"))
            .concat();
        std::fs::write(at.join("users"), users).unwrap();
        let lmtp = self.at("lmtp");
        let (run, mail, users) = (self.at("run"), self.at("mail"), self.at("users"));
        let (state, log, imap) = (self.at("state"), self.at("dovecot.log"), self.imap);
        let config = format!(
            "protocols = imap lmtp\nbase_dir = {run}\nstate_dir = {state}\nlog_path = {log}\nssl = no\n\
             listen = 127.0.0.1\ndisable_plaintext_auth = no\nauth_mechanisms = plain\n\
             auth_username_format = %Lu\nfirst_valid_uid = 1\nmail_location = maildir:{mail}/%n\nrecipient_delimiter = +\n\
             passdb {{\n driver = passwd-file\n args = {users}\n}}\n\
             userdb {{\n driver = passwd-file\n args = {users}\n\
              default_fields = uid=postfix gid=postfix home={mail}/%n\n}}\n\
             service imap-login {{\n inet_listener imap {{\n port = {imap}\n }}\n\
              inet_listener imaps {{\n port = 0\n }}\n}}\n\
             service lmtp {{\n unix_listener {lmtp} {{\n mode = 0666\n }}\n}}\n"
        );
        std::fs::write(at.join("dovecot.conf"), config).unwrap();
        call(Command::new("dovecot").args(["-c", &self.at("dovecot.conf")]));
    }

    fn postfix(&self) {
        let at = self.folder.path().join("postfix");
        for part in ["queue", "data"] {
            std::fs::create_dir_all(at.join(part)).unwrap();
        }
        call(Command::new("chown").arg("postfix").arg(at.join("data")));
        let (folder, lmtp, smtp) = (at.display(), self.at("lmtp"), self.smtp);
        let main = format!(
            "compatibility_level = 3.6\nqueue_directory = {folder}/queue\ndata_directory = {folder}/data\n\
             command_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\n\
             meta_directory = /etc/postfix\nshlib_directory = /usr/lib/postfix\n\
             maillog_file = {folder}/log\nmaillog_file_prefixes = {folder}\nmyhostname = mx.example\n\
             mydestination =\ninet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nmynetworks = 127.0.0.0/8\n\
             alias_maps =\nalias_database =\nrecipient_delimiter = +\n\
             virtual_mailbox_domains = desk.example, minhlong.example\n\
             virtual_transport = lmtp:unix:{lmtp}\nsmtp_tls_security_level = none\n\
             smtpd_tls_security_level = none\n"
        );
        std::fs::write(at.join("main.cf"), main).unwrap();
        let master = format!(
            "127.0.0.1:{smtp} inet n - n - - smtpd\ncleanup unix n - n - 0 cleanup\n\
             qmgr unix n - n 300 1 qmgr\nrewrite unix - - n - - trivial-rewrite\n\
             bounce unix - - n - 0 bounce\ndefer unix - - n - 0 bounce\ntrace unix - - n - 0 bounce\n\
             proxymap unix - - n - - proxymap\nsmtp unix - - n - - smtp\nlmtp unix - - n - - lmtp\n\
             error unix - - n - - error\nretry unix - - n - - error\nanvil unix - - n - 1 anvil\n\
             postlog unix-dgram n - n - 1 postlogd\n"
        );
        std::fs::write(at.join("master.cf"), master).unwrap();
        call(Command::new("postfix").arg("-c").arg(&at).arg("start"));
    }

    /// The mails that lie in somebody's mailbox.
    pub(super) fn mails(&self, user: &str) -> Vec<String> {
        let folder = self.folder.path().join("mail").join(user);
        let files = ["new", "cur"].into_iter().flat_map(|part| {
            std::fs::read_dir(folder.join(part))
                .into_iter()
                .flatten()
                .flatten()
        });
        files
            .map(|file| String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned())
            .collect()
    }

    /// How many mails of somebody are marked as read.
    pub(super) fn read(&self, user: &str) -> usize {
        let folder = self.folder.path().join("mail").join(user).join("cur");
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let seen = |name: String| {
            name.rsplit(',')
                .next()
                .is_some_and(|flags| flags.contains('S'))
        };
        files
            .filter(|file| seen(file.file_name().to_string_lossy().into_owned()))
            .count()
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        if std::thread::panicking() {
            for log in ["dovecot.log", "postfix/log"] {
                let told = std::fs::read_to_string(self.at(log)).unwrap_or_default();
                eprintln!("{log}:\n{told}");
            }
        }
        let postfix = self.folder.path().join("postfix");
        let _ = Command::new("postfix")
            .arg("-c")
            .arg(postfix)
            .arg("stop")
            .stderr(Stdio::null())
            .status();
        let _ = Command::new("dovecot")
            .args(["-c", &self.at("dovecot.conf"), "stop"])
            .status();
    }
}

/// Why they cannot run here.
fn missing() -> Option<&'static str> {
    let there = |path: &str| Path::new(path).exists();
    if !(there("/usr/sbin/dovecot") && there("/usr/lib/dovecot/lmtp") && there("/usr/sbin/postfix"))
    {
        return Some("Dovecot and Postfix are not installed (cargo xtask setup, as root)");
    }
    let id = Command::new("id").arg("-u").output().unwrap();
    (id.stdout != b"0\n").then_some("they have to be started as root")
}

fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Runs a command. A server that goes on in the background would hold on to a pipe, so it gets none.
fn call(command: &mut Command) {
    let nothing = || Stdio::null();
    let quiet = command.stdin(nothing()).stdout(nothing()).stderr(nothing());
    assert!(quiet.status().unwrap().success(), "{command:?}");
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
