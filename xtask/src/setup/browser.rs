//! Chromium and its driver, for the tests.

use crate::shell::{command, env_file, find_in, find_on_path, output, run, say};
use std::path::PathBuf;

/// A browser with its driver.
#[derive(Debug)]
pub struct Browser {
    /// Chromium or Chrome.
    pub chromium: PathBuf,
    /// ChromeDriver, of the same version.
    pub driver: PathBuf,
}

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

fn chromium() -> Option<PathBuf> {
    let known = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    ];
    env_file("CHROMIUM")
        .or_else(|| NAMES.into_iter().find_map(find_on_path))
        .or_else(|| known.into_iter().map(PathBuf::from).find(|p| p.is_file()))
}

fn driver() -> Option<PathBuf> {
    let known = ["/usr/lib/chromium", "/usr/lib/chromium-browser"];
    env_file("CHROMEDRIVER")
        .or_else(|| find_on_path("chromedriver"))
        .or_else(|| find_in(known.map(PathBuf::from), "chromedriver"))
}

/// Finds a browser and its driver (`CHROMIUM` and `CHROMEDRIVER` name them, else PATH), or installs Debian's.
pub fn browser() -> Result<Browser, String> {
    if let (Some(chromium), Some(driver)) = (chromium(), driver()) {
        return Ok(Browser { chromium, driver });
    }
    if find_on_path("apt-get").is_some() {
        let mut missing = Vec::new();
        if chromium().is_none() {
            missing.push("chromium");
        }
        if driver().is_none() {
            missing.push("chromium-driver");
        }
        install_debian_packages(&missing)?;
    }
    match (chromium(), driver()) {
        (Some(chromium), Some(driver)) => Ok(Browser { chromium, driver }),
        (browser, driver) => {
            let mut lacking = Vec::new();
            if browser.is_none() {
                lacking.push("Chromium or Chrome");
            }
            if driver.is_none() {
                lacking.push("ChromeDriver of the browser's version");
            }
            Err(format!(
                "the tests need {}. macOS: `brew install --cask google-chrome chromedriver`; Windows: `winget install \
                 Google.Chrome Chromium.ChromeDriver`; Fedora: `dnf install chromium chromedriver`; Arch: `pacman -S \
                 chromium`. If they are elsewhere, name them in CHROMIUM and CHROMEDRIVER",
                lacking.join(" and ")
            ))
        }
    }
}

fn found_firefox() -> Option<PathBuf> {
    let known = ["/Applications/Firefox.app/Contents/MacOS/firefox", r"C:\Program Files\Mozilla Firefox\firefox.exe"];
    env_file("FIREFOX")
        .or_else(|| ["firefox-esr", "firefox"].into_iter().find_map(find_on_path))
        .or_else(|| known.into_iter().map(PathBuf::from).find(|p| p.is_file()))
}

/// Firefox (`FIREFOX` names it, else PATH), or Debian's, installed; an error says how to come by one.
pub fn firefox() -> Result<PathBuf, String> {
    if found_firefox().is_none() && find_on_path("apt-get").is_some() {
        install_debian_packages(&["firefox-esr"])?;
    }
    found_firefox().ok_or_else(|| "there is no Firefox; if it is elsewhere, name it in FIREFOX".into())
}

/// `apt-get install`, as root or by `sudo` where that asks for no password.
pub fn install_debian_packages(packages: &[&str]) -> Result<(), String> {
    let root = output(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let sudo = !root && run(command("sudo").args(["-n", "true"])).is_ok();
    if !root && !sudo {
        return Err(format!("please run `sudo apt-get install {}` and then this again", packages.join(" ")));
    }
    let apt = || {
        let mut apt = command(if root { "apt-get" } else { "sudo" });
        if sudo {
            apt.args(["-n", "apt-get"]);
        }
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    say(&format!("installing by apt-get: {}", packages.join(", ")));
    run(apt().args(["update", "-q"]))?;
    run(apt().args(["install", "-y", "-q", "--no-install-recommends"]).args(packages))
}
