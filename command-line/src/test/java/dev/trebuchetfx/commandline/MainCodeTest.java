// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.commandline;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules for the main code of all modules together. This module depends on all others, so its tests see all of them. */
class MainCodeTest {
    private static final String ROOT = "dev.trebuchetfx.";
    /** The modules whose packages lie below those of another one. */
    private static final Set<String> NESTED = Set.of(
            "server.postgres",
            "server.redis",
            "server.dynamodb",
            "server.mongodb",
            "bindings.controls",
            "bindings.testing");

    private static final int MAX_CLASSES_IN_A_PACKAGE = 30;

    private static List<JavaClass> topLevelClasses;

    @BeforeAll
    static void readClasses() {
        topLevelClasses = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages("dev.trebuchetfx")
                        .stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(each -> !each.getSimpleName().equals("package-info"))
                        .toList();
    }

    @Test
    void theClassesOfEveryModuleAreSeen() {
        Map<String, Long> counts =
                topLevelClasses.stream().collect(groupingBy(MainCodeTest::module, TreeMap::new, counting()));

        assertThat(counts)
                .containsOnlyKeys(
                        "benchmark",
                        "bindings",
                        "bindings.controls",
                        "bindings.testing",
                        "client",
                        "commandline",
                        "demo",
                        "inspector",
                        "lambda",
                        "lambdalocal",
                        "protocol",
                        "server",
                        "server.dynamodb",
                        "server.mongodb",
                        "server.postgres",
                        "server.redis",
                        "testing");
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(4));
    }

    @Test
    void everyClassHasASimpleNameOfItsOwn() {
        Map<String, List<String>> namesBySimpleName = topLevelClasses.stream()
                .collect(groupingBy(JavaClass::getSimpleName, TreeMap::new, mapping(JavaClass::getName, toList())));
        namesBySimpleName.values().removeIf(names -> names.size() == 1);

        assertThat(namesBySimpleName)
                .as("simple names that several classes have; rename all but one of each")
                .isEmpty();
    }

    @Test
    void noPackageHasMoreThanThirtyClasses() {
        Map<String, Long> counts =
                topLevelClasses.stream().collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));
        counts.values().removeIf(count -> count <= MAX_CLASSES_IN_A_PACKAGE);

        assertThat(counts)
                .as("packages with more than %d classes; divide them by duty", MAX_CLASSES_IN_A_PACKAGE)
                .isEmpty();
    }

    /** Returns the part of the package's name that all packages of a module, and of no other module, have. */
    private static String module(JavaClass each) {
        String below = each.getPackageName().substring(ROOT.length());
        if (NESTED.contains(below)) {
            return below;
        }
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }
}
