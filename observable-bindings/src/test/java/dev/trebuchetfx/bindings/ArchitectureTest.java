// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;
import javafx.application.Platform;

/** The rooms of the bindings, from the bottom up. */
@AnalyzeClasses(packages = "dev.trebuchetfx.bindings", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BINDINGS = "dev.trebuchetfx.bindings";
    private static final String LIST = BINDINGS + ".internal.list";
    private static final String KEYED = BINDINGS + ".internal.keyed";
    private static final String PULSE = BINDINGS + ".internal.pulse";
    private static final String FEED = BINDINGS + ".internal.feed";
    private static final String PROTOCOL = "dev.trebuchetfx.protocol";
    private static final String CLIENT = "dev.trebuchetfx.client";
    private static final String CHANGE = CLIENT + ".change";
    private static final String ERROR = CLIENT + ".error";
    private static final String EVENT = CLIENT + ".event";
    private static final String ENVELOPE = PROTOCOL + ".envelope";
    private static final String CODEC = PROTOCOL + ".codec";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule list = room(LIST, PULSE);

    @ArchTest
    static final ArchRule keyed = room(KEYED, PULSE);

    @ArchTest
    static final ArchRule pulse = room(PULSE);

    @ArchTest
    static final ArchRule feed = room(FEED, KEYED, LIST, PULSE, CLIENT, CHANGE, ERROR, EVENT, ENVELOPE, CODEC);

    @ArchTest
    static final ArchRule bindings = room(BINDINGS, FEED, PULSE, CLIENT, CHANGE, ERROR, EVENT);

    @ArchTest
    static final ArchRule onlyThePulseKnowsTheToolkit = noClasses()
            .that()
            .resideOutsideOfPackage(PULSE)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Platform.class)
            .because("one class crosses to the FX thread, once a pulse");

    @ArchTest
    static final ArchRule noSceneGraph = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx.scene..", "javafx.stage..")
            .because("bindings are properties and lists; what shows them is the application's");
}
