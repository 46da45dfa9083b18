# Sourced by mvnw and iovctl: points JAVA_HOME at a JDK 25, wherever one is installed; says what to install where none is.
# jdk25_program names what its bin must hold (javac when not set); no other program is run, since iovctl is to start fast.

jdk25_is() {
    [ -x "$1/bin/${jdk25_program:-javac}" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r jdk25_line || [ -n "$jdk25_line" ]; do
        case $jdk25_line in
            'JAVA_VERSION="25"'* | 'JAVA_VERSION="25.'*) return 0 ;;
        esac
    done <"$1/release"
    return 1
}

jdk25_find() {
    for jdk25_home in \
        "${JAVA_HOME:-}" "${JDK25_HOME:-}" \
        /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* \
        /usr/local/openjdk25 /usr/local/*jdk* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$jdk25_home" ] && jdk25_is "$jdk25_home"; then
            JAVA_HOME=$jdk25_home
            export JAVA_HOME
            return 0
        fi
    done
    jdk25_home=$(command -v "${jdk25_program:-javac}" 2>/dev/null) &&
        jdk25_home=$(readlink -f "$jdk25_home" 2>/dev/null) || jdk25_home=
    jdk25_home=${jdk25_home%/bin/*}
    if [ -n "$jdk25_home" ] && jdk25_is "$jdk25_home"; then
        JAVA_HOME=$jdk25_home
        export JAVA_HOME
        return 0
    fi
    echo "No JDK 25 was found: install one (for example Eclipse Temurin 25, package temurin-25-jdk or openjdk-25-jdk) or set JAVA_HOME to it." >&2
    return 1
}

jdk25_find || exit 1
