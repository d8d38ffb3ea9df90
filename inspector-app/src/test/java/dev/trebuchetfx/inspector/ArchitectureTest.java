// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;
import javafx.application.Platform;

/** The rooms of the inspector, from the bottom up. */
@AnalyzeClasses(packages = "dev.trebuchetfx.inspector", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PROTOCOL = "dev.trebuchetfx.protocol";
    private static final String CLIENT = "dev.trebuchetfx.client";
    private static final String EVENT = CLIENT + ".event";
    private static final String FAULT = PROTOCOL + ".fault";
    private static final String TIME = PROTOCOL + ".time";
    private static final String CHECKPOINT = CLIENT + ".checkpoint";
    private static final String FILTER = PROTOCOL + ".filter";
    private static final String TAP = CLIENT + ".tap";
    private static final String ENVELOPE = PROTOCOL + ".envelope";
    private static final String CODEC = PROTOCOL + ".codec";
    private static final String INSPECTOR = "dev.trebuchetfx.inspector.";
    private static final String NOTICE = INSPECTOR + "notice";
    private static final String FILE = INSPECTOR + "file";
    private static final String CAPTURE = INSPECTOR + "capture";
    private static final String REDACT = INSPECTOR + "redact";
    private static final String FORMAT = INSPECTOR + "format";
    private static final String ATTACH = INSPECTOR + "attach";
    private static final String LISTEN = INSPECTOR + "listen";
    private static final String PROXY = INSPECTOR + "proxy";
    private static final String SOURCE = INSPECTOR + "source";
    private static final String AUDIT = INSPECTOR + "audit";
    private static final String ANALYSIS = INSPECTOR + "analysis";
    private static final String VERDICT = INSPECTOR + "verdict";
    private static final String SEARCH = INSPECTOR + "search";
    private static final String WORKER = INSPECTOR + "worker";
    private static final String QUERY = INSPECTOR + "query";
    private static final String STATE = INSPECTOR + "state";
    private static final String TEXT = INSPECTOR + "text";
    private static final String MODEL = INSPECTOR + "model";
    private static final String BOARD = INSPECTOR + "board";
    private static final String SURVEY = INSPECTOR + "survey";
    private static final String VIEW = INSPECTOR + "view";
    private static final String ACT = INSPECTOR + "act";
    private static final String REPLAY = INSPECTOR + "replay";
    private static final String PAINT = VIEW + ".paint";
    private static final String WINDOW = INSPECTOR + "window";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule notice = room(NOTICE, TAP, CHECKPOINT, EVENT, FILTER, ENVELOPE, CODEC);

    /** Knows messages alone, so that every capture is judged alike. */
    @ArchTest
    static final ArchRule audit = room(
            INSPECTOR + "audit",
            TEXT,
            ENVELOPE,
            CODEC,
            FILTER,
            PROTOCOL + ".internal.delta",
            PROTOCOL + ".internal.json");

    @ArchTest
    static final ArchRule verdict =
            room(INSPECTOR + "verdict", INSPECTOR + "audit", CAPTURE, TAP, EVENT, ENVELOPE, CODEC);

    @ArchTest
    static final ArchRule search = room(INSPECTOR + "search", QUERY, INSPECTOR + "verdict", CAPTURE, ENVELOPE, CODEC);

    /** What tests of other projects use: no window, and nothing that judges. */
    @ArchTest
    static final ArchRule replay = room(
            REPLAY,
            CAPTURE,
            FORMAT,
            CLIENT,
            CLIENT + ".option",
            CLIENT + ".error",
            TAP,
            EVENT,
            FILTER,
            ENVELOPE,
            CODEC);

    @ArchTest
    static final ArchRule compare = room(
            INSPECTOR + "compare",
            AUDIT,
            CAPTURE,
            STATE,
            ENVELOPE,
            CODEC,
            PROTOCOL + ".internal.delta",
            PROTOCOL + ".internal.json");

    @ArchTest
    static final ArchRule bugTest = room(
            INSPECTOR + "bugtest",
            REPLAY,
            INSPECTOR + "report",
            QUERY,
            AUDIT,
            INSPECTOR + "verdict",
            CAPTURE,
            FORMAT,
            REDACT,
            STATE,
            CLIENT,
            TAP,
            EVENT,
            ENVELOPE,
            CODEC,
            PROTOCOL + ".internal.delta",
            PROTOCOL + ".internal.json");

    @ArchTest
    static final ArchRule report = room(
            INSPECTOR + "report", INSPECTOR + "audit", INSPECTOR + "verdict", INSPECTOR + "search", QUERY, CAPTURE);

    /** Knows no log: whoever has events shows them to it row by row. */
    @ArchTest
    static final ArchRule query = room(QUERY);

    /** What a port needs to outlive its peers, whatever it serves. */
    @ArchTest
    static final ArchRule listen = room(LISTEN, TIME);

    /** Files as such, whatever is in them. */
    @ArchTest
    static final ArchRule file = room(FILE);

    @ArchTest
    static final ArchRule proxy = room(PROXY, LISTEN, FAULT, TIME, ENVELOPE, CODEC, PROTOCOL + ".transport");

    @ArchTest
    static final ArchRule capture = room(CAPTURE, FILE, TEXT, NOTICE, TAP, EVENT, ENVELOPE, CODEC);

    @ArchTest
    static final ArchRule source = room(SOURCE, PROXY, CAPTURE, FORMAT, FAULT, TIME, TAP, EVENT, ENVELOPE, CODEC);

    @ArchTest
    static final ArchRule attach = room(ATTACH, LISTEN, CAPTURE, FORMAT, SOURCE, TIME, PROTOCOL + ".internal.foreign");

    @ArchTest
    static final ArchRule app = room(INSPECTOR + "app", ATTACH, CAPTURE, FILE, MODEL, PROXY, SOURCE, TIME);

    @ArchTest
    static final ArchRule redact = room(REDACT, CAPTURE, ENVELOPE, CODEC);

    @ArchTest
    static final ArchRule format = room(FORMAT, FILE, CAPTURE, REDACT, TAP, ENVELOPE, CODEC);

    @ArchTest
    static final ArchRule analysis = room(ANALYSIS, VERDICT, AUDIT, CAPTURE, TEXT, TAP, EVENT, FILTER, ENVELOPE, CODEC);

    @ArchTest
    static final ArchRule state =
            room(STATE, QUERY, CAPTURE, ENVELOPE, CODEC, PROTOCOL + ".internal.delta", PROTOCOL + ".internal.json");

    /** The one reader of a window's log. */
    @ArchTest
    static final ArchRule worker = room(WORKER, SURVEY, ANALYSIS, VERDICT, AUDIT, SEARCH, QUERY, CAPTURE);

    @ArchTest
    static final ArchRule text = room(TEXT, PROTOCOL + ".internal.json", ENVELOPE, CODEC);

    @ArchTest
    static final ArchRule model = room(
            MODEL,
            TEXT,
            PROTOCOL + ".internal.delta",
            PROTOCOL + ".internal.json",
            WORKER,
            SURVEY,
            STATE,
            ANALYSIS,
            AUDIT,
            QUERY,
            CAPTURE,
            FORMAT,
            REDACT,
            SOURCE,
            TAP,
            CHECKPOINT,
            EVENT,
            FILTER,
            ENVELOPE,
            CODEC);

    /** Functions of what a log held at one moment; knows no window. */
    @ArchTest
    static final ArchRule survey = room(SURVEY, ANALYSIS, VERDICT, AUDIT, CAPTURE, TAP, EVENT, ENVELOPE, CODEC);

    @ArchTest
    static final ArchRule graph =
            room(VIEW + ".graph", TEXT, PAINT, BOARD, MODEL, WORKER, SURVEY, ANALYSIS, AUDIT, CAPTURE, TAP);

    @ArchTest
    static final ArchRule timeline =
            room(VIEW + ".timeline", VIEW + ".graph", TEXT, PAINT, BOARD, MODEL, SURVEY, ANALYSIS);

    @ArchTest
    static final ArchRule overview = room(VIEW + ".overview", PAINT, BOARD, SURVEY, AUDIT);

    @ArchTest
    static final ArchRule drawer =
            room(VIEW + ".drawer", VIEW + ".graph", VIEW + ".timeline", TEXT, PAINT, BOARD, MODEL, ANALYSIS, AUDIT);

    /** View models of the overview and the drawer, over the window's snapshots. */
    @ArchTest
    static final ArchRule board = room(BOARD, TEXT, MODEL, WORKER, SURVEY, ANALYSIS, AUDIT, CAPTURE, TAP);

    /** Colours and shapes are of values: a verdict, a freshness. */
    @ArchTest
    static final ArchRule paint = room(PAINT, ANALYSIS, AUDIT, EVENT);

    @ArchTest
    static final ArchRule table = room(VIEW + ".table", TEXT, PAINT, MODEL, ANALYSIS);

    @ArchTest
    static final ArchRule lane = room(VIEW + ".lane", TEXT, PAINT, MODEL, ANALYSIS);

    @ArchTest
    static final ArchRule streams = room(VIEW + ".streams", TEXT, PAINT, MODEL, ANALYSIS);

    @ArchTest
    static final ArchRule detail = room(VIEW + ".detail", TEXT, PAINT, MODEL, ANALYSIS);

    @ArchTest
    static final ArchRule header = room(VIEW + ".header", TEXT, PAINT, MODEL, ANALYSIS, WORKER, QUERY);

    @ArchTest
    static final ArchRule view = room(
            VIEW,
            TEXT,
            PAINT,
            WORKER,
            VIEW + ".table",
            VIEW + ".lane",
            VIEW + ".streams",
            VIEW + ".detail",
            VIEW + ".header",
            VIEW + ".overview",
            VIEW + ".drawer",
            BOARD,
            VIEW + ".act",
            VIEW + ".palette",
            ACT,
            MODEL);

    @ArchTest
    static final ArchRule act = room(
            ACT,
            PROTOCOL + ".internal.json",
            CLIENT,
            CLIENT + ".option",
            CLIENT + ".error",
            CHECKPOINT,
            EVENT,
            FAULT,
            FILTER,
            TAP,
            ENVELOPE,
            CODEC);

    @ArchTest
    static final ArchRule send = room(VIEW + ".act", ACT, PAINT);

    @ArchTest
    static final ArchRule commandPalette = room(VIEW + ".palette");

    @ArchTest
    static final ArchRule window = room(
            WINDOW,
            INSPECTOR + "app",
            ATTACH,
            VIEW,
            BOARD,
            MODEL,
            ACT,
            INSPECTOR + "bugtest",
            INSPECTOR + "report",
            QUERY,
            SOURCE,
            FORMAT,
            CAPTURE,
            CLIENT,
            TAP,
            EVENT);

    /** What applications see. */
    @ArchTest
    static final ArchRule api = room("dev.trebuchetfx.inspector", WINDOW, INSPECTOR + "app", PAINT, ACT, CLIENT);

    @ArchTest
    static final ArchRule modelsHaveNoSceneGraph = noClasses()
            .that(resideInAnyPackage(
                    ACT,
                    TEXT,
                    MODEL,
                    BOARD,
                    WORKER,
                    SURVEY,
                    ANALYSIS,
                    SOURCE,
                    CAPTURE,
                    NOTICE,
                    QUERY,
                    STATE,
                    INSPECTOR + "audit"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.application.."))
            .because("a plain unit test, without a toolkit, shows what a view model does");

    @ArchTest
    static final ArchRule onlyTheCommandLineStartsJavaFx = noClasses()
            .that(DescribedPredicate.not(resideInAPackage(INSPECTOR + "cli")))
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Platform.class)
            .because("the host owns the toolkit that the inspector is shown in");
}
