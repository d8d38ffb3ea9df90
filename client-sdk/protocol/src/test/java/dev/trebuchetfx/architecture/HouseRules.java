// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** What holds in every module. A module's own test adds its rooms with {@link #room}. */
public final class HouseRules {
    /** The time seam, and the composition roots, which put the real time in. */
    private static final String[] TIME_AND_ROOTS = {
        "dev.trebuchetfx.protocol.time..",
        "dev.trebuchetfx.client.internal.time..",
        "dev.trebuchetfx..app..",
        "dev.trebuchetfx..cli..",
        "dev.trebuchetfx.commandline..",
    };

    private static final String[] COMMAND_LINE = {
        "dev.trebuchetfx..cli..", "dev.trebuchetfx..tour..", "dev.trebuchetfx.commandline..",
    };

    private HouseRules() {}

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("dev.trebuchetfx.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package that needs its own user can't be read alone");

    @ArchTest
    static final ArchRule timeComesFromOneSeam = noClasses()
            .that(resideOutsideOfAll(TIME_AND_ROOTS))
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.Timer.class)
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(java.util.concurrent.ThreadLocalRandom.class)
            .because("every race and timeout has a deterministic test only if time and chance are passed in")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule threadsComeFromOneSeam = noClasses()
            .that(resideOutsideOfAll(TIME_AND_ROOTS))
            .should()
            .callConstructor(Thread.class, Runnable.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class, String.class)
            .orShould()
            .callMethod(Thread.class, "ofVirtual")
            .orShould()
            .callMethod(Thread.class, "startVirtualThread", Runnable.class)
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(java.util.concurrent.Executors.class)
            .because("whoever makes a thread decides for the tests too")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .because("waiting is for events");

    @ArchTest
    static final ArchRule onlyTheCommandLineSpeaksToTheTerminal = noClasses()
            .that(resideOutsideOfAll(COMMAND_LINE))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .because("a library logs, and says things by events and exceptions")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noMutableStatics = fields().that()
            .areStatic()
            .and(areWritten())
            .should()
            .beFinal()
            .because("what everybody can change nobody owns")
            .allowEmptyShould(true);

    /** Each package says what it is for and takes null seriously. */
    @ArchTest
    static void packagesAreNullMarked(JavaClasses imported) {
        List<String> bare = imported.stream()
                .map(JavaClass::getPackageName)
                .distinct()
                .filter(name -> name.startsWith("dev.trebuchetfx"))
                .filter(name -> !isNullMarked(name))
                .toList();
        if (!bare.isEmpty()) {
            throw new AssertionError("packages without a @NullMarked package-info: " + bare);
        }
    }

    /** The public API is as the module's {@code api.txt} has it. */
    @ArchTest
    static void publicApiIsAsWritten(JavaClasses imported) {
        PublicApi.compare(Path.of(""));
    }

    /** No class is longer than fits in the head; read from the byte code's line numbers. */
    @ArchTest
    static final ArchRule classesFitInTheHead =
            classes().should(endBeforeLine(500)).because("a class of more than 500 lines has more than one duty");

    /**
     * A room and the rooms of this project that it may use.
     *
     * @param name a package; the packages below it are rooms of their own
     * @param mayUse packages, as ArchUnit writes them
     */
    public static ArchRule room(String name, String... mayUse) {
        List<String> allowed = new ArrayList<>(List.of(mayUse));
        allowed.add(name);
        return classes()
                .that(resideInAPackage(name))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new))
                        .or(resideOutsideOfPackage("dev.trebuchetfx..")))
                .because("the package-info of " + name + " lists what it is for, and dependencies point one way");
    }

    /** Nothing of JavaFX, which a client or server without a window must not need. */
    public static ArchRule noJavaFx() {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("javafx..", "com.sun.javafx.."))
                .because("a client or a server runs without a window");
    }

    private static DescribedPredicate<JavaClass> resideOutsideOfAll(String... packages) {
        return DescribedPredicate.not(resideInAnyPackage(packages));
    }

    private static DescribedPredicate<JavaField> areWritten() {
        return DescribedPredicate.describe(
                "are written by hand", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    private static boolean isNullMarked(String packageName) {
        try {
            return Class.forName(packageName + ".package-info").isAnnotationPresent(NullMarked.class);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static ArchCondition<JavaClass> endBeforeLine(int limit) {
        return new ArchCondition<>("end before line " + limit) {
            @Override
            public void check(JavaClass checked, ConditionEvents events) {
                int last = checked.getCodeUnits().stream()
                        .mapToInt(unit -> unit.getSourceCodeLocation().getLineNumber())
                        .max()
                        .orElse(0);
                events.add(new SimpleConditionEvent(
                        checked, last < limit, checked.getName() + " goes on at line " + last));
            }
        };
    }
}
