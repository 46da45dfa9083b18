# Sourced by mvnw and iovctl: points JAVA_HOME at a JDK 25, wherever one is installed; says what to install where none is.

sriov_is_jdk25() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -Eq '^JAVA_VERSION="25([."]|$)' "$1/release"
}

sriov_find_jdk25() {
    for sriov_home in \
        "${JAVA_HOME:-}" "${JDK25_HOME:-}" \
        /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* \
        /usr/local/openjdk25 /usr/local/*jdk* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$sriov_home" ] && sriov_is_jdk25 "$sriov_home"; then
            JAVA_HOME=$sriov_home
            export JAVA_HOME
            return 0
        fi
    done
    sriov_java=$(command -v javac 2>/dev/null) || sriov_java=
    if [ -n "$sriov_java" ]; then
        sriov_java=$(readlink -f "$sriov_java" 2>/dev/null) || sriov_java=
        sriov_home=${sriov_java%/bin/javac}
        if [ -n "$sriov_home" ] && sriov_is_jdk25 "$sriov_home"; then
            JAVA_HOME=$sriov_home
            export JAVA_HOME
            return 0
        fi
    fi
    echo "No JDK 25 was found: install one (for example Eclipse Temurin 25, package temurin-25-jdk or openjdk-25-jdk) or set JAVA_HOME to it." >&2
    return 1
}

sriov_find_jdk25 || exit 1
