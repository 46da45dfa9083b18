/// picocli as its own module descriptor has it, for the copy compiled from its sources.
module info.picocli {
    requires static java.sql;

    exports picocli;
}
