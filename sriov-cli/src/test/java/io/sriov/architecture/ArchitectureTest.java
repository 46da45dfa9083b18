package io.sriov.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rules of `docs/architecture.md` that a machine can check.
class ArchitectureTest {
    /// Where a caller's file is opened: the configuration or schema itself, and what UCL's
    /// `.include` names.
    private static final String EDGES_OF_SCHEMA =
            "io\\.sriov\\.schema\\.(text\\.DocumentReader|ucl\\.Ucl(Files|Glob))(\\$.*)?";

    /// The other side of what `sriov-native` calls.
    private static final String SIMULATED_C_LIBRARY = "io.sriov.testkit.freebsd";

    private static JavaClasses all;

    @BeforeAll
    static void importClasses() {
        List<Path> paths = new ArrayList<>();
        for (SourceTree module : SourceTree.values()) {
            assertThat(module.classes())
                    .as("build every module: ./mvnw -pl sriov-cli -am test")
                    .isDirectory();
            paths.add(module.classes());
        }
        all = new ClassFileImporter().importPaths(paths);
    }

    private static JavaClasses classesOf(SourceTree module) {
        return all.that(
                DescribedPredicate.describe(
                        "are in " + module, type -> ownerOf(type).equals(Optional.of(module))));
    }

    /// {@return the module that a class belongs to; empty for classes of the JDK and of libraries}
    private static Optional<SourceTree> ownerOf(JavaClass type) {
        return type.getSource()
                .flatMap(source ->
                        Stream.of(SourceTree.values())
                                .filter(module -> module.holds(source.getUri()))
                                .findFirst());
    }

    @ParameterizedTest
    @EnumSource
    void moduleUsesOnlyTheModulesBelowIt(SourceTree module) {
        classes()
                .should(useOnlyModulesBelow(module))
                .allowEmptyShould(true)
                .check(classesOf(module));
    }

    /// A module and its jar on the class path give `ServiceLoader` the same.
    @ParameterizedTest
    @EnumSource
    void classPathHasTheServicesOfTheModule(SourceTree module) throws IOException {
        ModuleDescriptor descriptor;
        try (InputStream in = Files.newInputStream(module.classes().resolve("module-info.class"))) {
            descriptor = ModuleDescriptor.read(in);
        }
        Path services = module.classes().resolve("META-INF/services");
        for (ModuleDescriptor.Provides provides : descriptor.provides()) {
            assertThat(services.resolve(provides.service()))
                    .content()
                    .satisfies(text ->
                            assertThat(text.lines())
                                    .containsExactlyInAnyOrderElementsOf(provides.providers()));
        }
    }

    @Test
    void packageBelongsToOneModule() {
        Map<String, Set<SourceTree>> modules =
                all.stream()
                        .filter(type -> !type.getPackageName().isEmpty())
                        .collect(
                                Collectors.groupingBy(
                                        JavaClass::getPackageName,
                                        Collectors.mapping(
                                                type -> ownerOf(type).orElseThrow(),
                                                Collectors.toSet())));
        assertThat(modules).allSatisfy((name, owners) -> assertThat(owners).hasSize(1));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.sriov.(**)").should().beFreeOfCycles().check(all);
    }

    @Test
    void uclAndNvlistStandAloneOnTheirCommonText() {
        String text = "io.sriov.schema.utf8";
        for (String name : List.of("io.sriov.schema.ucl", "io.sriov.schema.nvlist", text)) {
            noClasses()
                    .that()
                    .resideInAPackage(name + "..")
                    .should(
                            dependOnClassesThat(
                                    resideInAPackage("io.sriov..")
                                            .and(
                                                    DescribedPredicate.not(
                                                            resideInAnyPackage(
                                                                    name + "..", text)))))
                    .check(all);
        }
    }

    @Test
    void onlyNativeReachesOutsideTheJvm() {
        for (SourceTree module : SourceTree.values()) {
            if (module != SourceTree.NATIVE) {
                classes()
                        .that()
                        .resideOutsideOfPackage(SIMULATED_C_LIBRARY)
                        .should(
                                never(
                                        dependOnClassesThat(
                                                resideInAnyPackage(
                                                        "java.lang.foreign..", "sun.misc.."))))
                        .allowEmptyShould(true)
                        .check(classesOf(module));
            }
        }
    }

    @Test
    void schemaOpensFilesAtItsEdgesOnly() {
        noClasses()
                .that()
                .haveNameNotMatching(EDGES_OF_SCHEMA)
                .should(
                        accessClassesThat(
                                resideInAnyPackage("java.net..", "java.nio.channels..")
                                        .or(
                                                belongToAnyOf(
                                                        Files.class,
                                                        FileInputStream.class,
                                                        FileOutputStream.class,
                                                        FileReader.class,
                                                        FileWriter.class,
                                                        RandomAccessFile.class,
                                                        ProcessBuilder.class,
                                                        Runtime.class))))
                .check(classesOf(SourceTree.SCHEMA));
    }

    @Test
    void onlyTheCommandTalksToTheTerminal() {
        for (SourceTree module : SourceTree.values()) {
            if (module != SourceTree.CLI) {
                classes()
                        .should(never(ACCESS_STANDARD_STREAMS))
                        .andShould(never(callMethod(System.class, "exit", int.class)))
                        .allowEmptyShould(true)
                        .check(classesOf(module));
            }
        }
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Utilities|Impl|Entity)(\\$.*)?")
                .check(all);
    }

    @ParameterizedTest
    @EnumSource
    void packageSaysWhatLivesInIt(SourceTree module) {
        Set<Path> packages =
                module.sources().stream()
                        .filter(file -> !file.endsWith("module-info.java"))
                        .map(Path::getParent)
                        .collect(Collectors.toSet());
        assertThat(packages)
                .filteredOn(directory -> Files.notExists(directory.resolve("package-info.java")))
                .as("packages without package-info.java")
                .isEmpty();
    }

    private static ArchCondition<JavaClass> useOnlyModulesBelow(SourceTree module) {
        return new ArchCondition<>("use only modules below " + module) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    Optional<SourceTree> owner =
                            ownerOf(dependency.getTargetClass().getBaseComponentType());
                    if (owner.isPresent() && !module.mayUse(owner.get())) {
                        events.add(
                                SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }
}
