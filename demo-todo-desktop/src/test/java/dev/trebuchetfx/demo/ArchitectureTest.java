// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;
import javafx.application.Platform;

/** The rooms of the demo: views see view models, view models see a service, one room knows the SDK. */
@AnalyzeClasses(packages = "dev.trebuchetfx.demo", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String DEMO = "dev.trebuchetfx.demo.";
    private static final String MODEL = DEMO + "model";
    private static final String VIEW = DEMO + "view";
    private static final String REMOTE = DEMO + "remote";
    private static final String MARKET = DEMO + "market";
    private static final String HOST = DEMO + "host";
    private static final String TEXT = DEMO + "text";
    private static final String APP = DEMO + "app";
    private static final String TOUR = DEMO + "tour";
    private static final String PROTOCOL = "dev.trebuchetfx.protocol";
    private static final String CLIENT = "dev.trebuchetfx.client";
    private static final String ERROR = CLIENT + ".error";
    private static final String EVENT = CLIENT + ".event";
    private static final String CHECKPOINT = CLIENT + ".checkpoint";
    private static final String BINDINGS = "dev.trebuchetfx.bindings";
    private static final String CONTROLS = BINDINGS + ".controls";
    private static final String INSPECTOR = "dev.trebuchetfx.inspector";
    private static final String SERVER = "dev.trebuchetfx.server";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule model = room(MODEL, TEXT, CLIENT + ".change", ERROR, EVENT);

    @ArchTest
    static final ArchRule text = room(TEXT);

    @ArchTest
    static final ArchRule market = room(MARKET, TEXT, BINDINGS, CONTROLS, CLIENT + ".change");

    @ArchTest
    static final ArchRule host = room(HOST, MARKET, SERVER, SERVER + ".actor", PROTOCOL + ".time");

    @ArchTest
    static final ArchRule view = room(VIEW, MODEL, TEXT, CONTROLS, CLIENT + ".change", EVENT);

    @ArchTest
    static final ArchRule remote = room(
            REMOTE,
            MODEL,
            TEXT,
            BINDINGS,
            CLIENT,
            CLIENT + ".change",
            ERROR,
            EVENT,
            PROTOCOL + ".filter",
            CLIENT + ".option");

    @ArchTest
    static final ArchRule app =
            room(APP, REMOTE, MODEL, VIEW, MARKET, TEXT, BINDINGS, CONTROLS, CLIENT, CHECKPOINT, INSPECTOR);

    @ArchTest
    static final ArchRule tour = room(
            TOUR,
            APP,
            HOST,
            MARKET,
            CONTROLS,
            REMOTE,
            MODEL,
            VIEW,
            SERVER,
            INSPECTOR,
            CLIENT,
            EVENT,
            CLIENT + ".option",
            PROTOCOL + ".envelope",
            PROTOCOL + ".codec");

    @ArchTest
    static final ArchRule modelsHaveNoSceneGraph = noClasses()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.application..")
            .because("a plain unit test, without a toolkit, shows what a view model does");

    @ArchTest
    static final ArchRule onlyTheApplicationKnowsTheToolkit = noClasses()
            .that()
            .resideOutsideOfPackages(APP, DEMO + "cli")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Platform.class)
            .because("who decides on threads decides for the tests too");
}
