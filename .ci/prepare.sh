# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154 # $top comes from who sources it
# Shared by ./run and ./test, which source it with $top set. Each step does nothing that was done already.

die() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit 1
}

wanted_packages() {
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$top/.ci/packages"
}

# Node.js may have come another way than by Debian's package: then that one serves.
missing_packages() {
    local package
    for package in $(wanted_packages) "$@"; do
        case $package in
        nodejs) ! command -v node >/dev/null || continue ;;
        npm) ! command -v npm >/dev/null || continue ;;
        esac
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s\n' "$package"
    done
}

# install_packages [PACKAGE...]: installs what is missing of the list and of these, saying so. Package lists are only fetched when they do not know a package or are too old.
install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        printf 'This is no Debian: not installing anything. Needed are, by their Debian names: %s\n' \
            "$(wanted_packages | tr '\n' ' ')$*" >&2
        return
    fi
    local -a missing as_root=()
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "these packages are missing, and there is no sudo to install them: ${missing[*]}"
        as_root=(sudo)
    fi
    printf 'Installing with apt-get%s: %s\n' "${as_root[0]:+ (through sudo)}" "${missing[*]}"
    "${as_root[@]}" true || die "these packages are missing, and sudo does not let this user install them: ${missing[*]}"
    local -a install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends
        "${missing[@]}")
    if apt-get install -s -q --no-install-recommends "${missing[@]}" >/dev/null 2>&1 && "${install[@]}"; then
        return
    fi
    printf 'Fetching the package lists first.\n'
    "${as_root[@]}" apt-get update -q || die "apt-get update failed; is there a network?"
    "${install[@]}" || die "apt-get could not install: ${missing[*]}"
}

# install_node_packages FOLDER: what its package-lock.json says. Without Node.js the tests that need it are skipped.
install_node_packages() {
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        printf 'There is no Node.js with npm: what needs the packages of %s is skipped.\n' "$1"
        return
    fi
    [ ! -f "$1/node_modules/.package-lock.json" ] || [ "$1/package-lock.json" -nt "$1/node_modules/.package-lock.json" ] \
        || return 0
    npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel error \
        || printf 'npm could not install what %s needs: it is skipped.\n' "$1"
}

# A compiler cache is used where there is one; one that cannot write must not break the build.
check_compiler_cache() {
    command -v ccache >/dev/null || return 0
    local cache=${CCACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/ccache}
    if ! mkdir -p "$cache" 2>/dev/null || [ ! -w "$cache" ]; then
        export CCACHE_DISABLE=1
    fi
}

# build PRESET: configures once and brings the build up to date. A build that was copied or moved here begins anew.
build() {
    local preset=$1
    local tree=$top/build/$preset
    check_compiler_cache
    if [ -f "$tree/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$top" "$tree/CMakeCache.txt"; then
        rm -rf "$tree"
    fi
    if [ ! -f "$tree/build.ninja" ]; then
        (cd "$top" && cmake --preset "$preset") || die "cmake could not configure the build"
    fi
    cmake --build "$tree" || die "the build failed"
}
