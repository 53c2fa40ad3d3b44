#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing to build Confab on Debian 12 or newer.
#   install-dependencies.sh build   what the program is built from and runs with
#   install-dependencies.sh test    also what the tests need
# Does nothing, quickly, when everything is there.
set -eu

build_packages=(
  build-essential pkg-config meson ninja-build gettext desktop-file-utils libglib2.0-dev
  libglib2.0-bin libgtk-4-dev libadwaita-1-dev libgdk-pixbuf-2.0-dev libpoppler-glib-dev shared-mime-info
  libsoup-3.0-dev libjson-glib-dev libsecret-1-dev libarchive-dev
  libgnutls28-dev libsqlite3-dev libmd4c-dev libgtksourceview-5-dev glib-networking ca-certificates
  zlib1g-dev gsettings-desktop-schemas adwaita-icon-theme hicolor-icon-theme librsvg2-common
  webp-pixbuf-loader dbus
)
test_packages=(
  appstream at-spi2-core clang libclang-rt-dev dbus-daemon fonts-cantarell gcr gir1.2-atspi-2.0 gnome-keyring
  imagemagick iproute2 libcmark-gfm-dev libcmark-gfm-extensions-dev libsecret-tools man-db nghttp2-proxy openbox procps
  python3 python3-gi sqlite3 x11-utils xauth xclip xdotool xvfb
)

packages=("${build_packages[@]}")
if [ "${1:-build}" = test ]; then
  packages+=("${test_packages[@]}")
fi

if ! command -v apt-get >/dev/null; then
  echo "This is not Debian or one of its kin. Install the equivalents of:" >&2
  echo "  ${packages[*]}" >&2
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
    missing+=("$package")
  fi
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "These packages are missing, and neither root nor sudo is at hand to install them:" >&2
    echo "  ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "Installing ${#missing[@]} packages…"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get -q -o DPkg::Lock::Timeout=300 update
"${as_root[@]}" apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"
