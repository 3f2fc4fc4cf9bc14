#!/usr/bin/env bash
# Builds, checks and tests the repository. It needs bash and the .NET 10 SDK, and sets up the rest by itself.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"

solution=Ostinato.slnx
artifacts=$root/artifacts
results=$artifacts/test-results

usage() {
    cat <<'TEXT'
usage: ./build.sh <command>

  test [args]    build in Release with warnings as errors, check the layout of the code, run every test;
                 args go to `dotnet test`, for example: ./build.sh test --filter SourceRules
  servers        install the database servers that tests start; test does so too
  format         put the code into the layout that .editorconfig describes
  pack           make the packages in artifacts/package/release
  bench [args]   run the benchmarks; args go to the benchmark program; peers and bars install the other job systems first
TEXT
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# The SDK, and an environment in which it runs: a home it may write to, no questions, no processes that outlive the build.
set_up() {
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
    export DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_ADD_GLOBAL_TOOLS_TO_PATH=false
    export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

    if [[ ! -d ${HOME:-} || ! -w $HOME ]]; then
        export HOME=$artifacts/home
        mkdir -p "$HOME"
    fi

    if ! command -v dotnet >/dev/null; then
        local folder
        for folder in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
            if [[ -n $folder && -x $folder/dotnet ]]; then
                export PATH=$folder:$PATH
                break
            fi
        done
    fi

    command -v dotnet >/dev/null || fail "dotnet was not found: install the .NET 10 SDK."

    # Without ICU the runtime ends at once, unless it is told to do without cultures. Tests do not depend on them.
    if ! (dotnet --version || exit) >/dev/null 2>&1; then
        export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
        dotnet --version >/dev/null || fail "The .NET SDK does not run; global.json names the version that is needed."
        echo "ICU is missing: building and testing without culture data."
    fi
}

# The test projects that have something to run.
test_projects() {
    local project
    for project in test/*/*.csproj; do
        if grep -q '<ProjectType>Test</ProjectType>' "$project" \
            && [[ -n $(find "$(dirname "$project")" -name '*.cs' -not -path '*/obj/*' -print -quit) ]]; then
            basename "$project" .csproj
        fi
    done
}

# "passed failed skipped" of one result file. The format says nothing of skipped tests: they are in the total and were not executed.
count() {
    awk '
        function value(name,   text) {
            if (!match($0, " " name "=\"[0-9]+\"")) return 0
            text = substr($0, RSTART, RLENGTH)
            gsub(/[^0-9]/, "", text)
            return text + 0
        }
        /<Counters / {
            passed = value("passed")
            skipped = value("total") - value("executed")
            failed = value("executed") - passed
        }
        END { print passed + 0, failed + 0, skipped + 0 }
    ' "$1"
}

passed=0 failed=0 skipped=0 patient_id=

finish() {
    # Only where the run was broken off does it still run.
    [[ -z $patient_id ]] || kill "$patient_id" 2>/dev/null || true
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
}

# Processes that die and are missed: mostly it waits, so it runs beside the others. The tests of the servers have the machine to themselves.
patient=Ostinato.Chaos
demanding=Ostinato.PostgreSql.Tests

# Runs one project; its result file says what came of it.
run_project() {
    local name=$1
    shift
    dotnet test "$artifacts/bin/$name/release/$name.dll" --results-directory "$results" --logger "trx;LogFileName=$name.trx" "$@"
}

# Adds what one project came to. A run that broke off has no failed test to show for it, but it has not passed.
add_up() {
    local name=$1 code=$2 file=$results/$1.trx project_passed=0 project_failed=0 project_skipped=0
    if [[ -f $file ]]; then
        read -r project_passed project_failed project_skipped < <(count "$file")
    fi

    if [[ $code -ne 0 && $project_failed -eq 0 ]]; then
        echo "$name ended with code $code before its tests did."
        project_failed=1
    fi

    passed=$((passed + project_passed))
    failed=$((failed + project_failed))
    skipped=$((skipped + project_skipped))
}

begin_tests() {
    rm -rf "$results"
    mkdir -p "$results"
    run_project $patient "$@" >"$results/$patient.log" 2>&1 &
    patient_id=$!
}

run_tests() {
    local name code
    for name in $(test_projects | grep -vx -e $patient -e $demanding); do
        code=0
        run_project "$name" "$@" || code=$?
        add_up "$name" $code
    done

    code=0
    wait "$patient_id" || code=$?
    patient_id=
    cat "$results/$patient.log"
    add_up $patient $code

    code=0
    run_project $demanding "$@" || code=$?
    add_up $demanding $code
}

run_test_command() {
    trap finish EXIT
    local layout=0
    eng/test-servers.sh
    dotnet restore "$solution"
    dotnet build "$solution" --configuration Release --no-restore
    begin_tests "$@"
    # The build has checked the rest of the style. The configuration tells which build of the job generator to load.
    Configuration=Release dotnet format "$solution" --verify-no-changes --no-restore --diagnostics IMPORTS || layout=$?
    run_tests "$@"

    [[ $layout -eq 0 ]] || fail "The layout of the code differs from .editorconfig: run ./build.sh format."
    [[ $((passed + failed)) -gt 0 ]] || fail "No test ran."
    [[ $failed -eq 0 ]] || exit 1
}

command=${1:-}
[[ $# -eq 0 ]] || shift

case $command in
    test)
        set_up
        run_test_command "$@"
        ;;
    servers)
        eng/test-servers.sh
        ;;
    format)
        set_up
        dotnet restore "$solution"
        dotnet format "$solution" --no-restore
        ;;
    pack)
        set_up
        dotnet pack "$solution" --configuration Release
        ;;
    bench)
        set_up
        if [[ ${1:-} == peers || ${1:-} == bars ]]; then
            npm ci --prefix bench/peers --ignore-scripts --no-audit --no-fund --loglevel=error
        fi
        dotnet run --configuration Release --project bench/Ostinato.Bench -- "$@"
        ;;
    help | -h | --help)
        usage
        ;;
    *)
        usage >&2
        exit 2
        ;;
esac
