// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark;

import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;

/** The rooms of the benchmarks: each benchmark sees the frame and what it measures, by its public packages, and no other one. */
@AnalyzeClasses(packages = "dev.trebuchetfx.benchmark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String FRAME = "dev.trebuchetfx.benchmark";
    private static final String BARE = FRAME + ".bare";
    private static final String RESUME = FRAME + ".resume";
    private static final String FANOUT = FRAME + ".fanout";
    private static final String GATEWAY = FRAME + ".gateway";
    private static final String SOAK = FRAME + ".soak";
    private static final String STORE = FRAME + ".store";
    private static final String DELTA = FRAME + ".delta";
    private static final String FX = FRAME + ".fx";
    private static final String INSPECTOR = FRAME + ".inspector";
    private static final String PROTOCOL = "dev.trebuchetfx.protocol";
    private static final String CLIENT = "dev.trebuchetfx.client";
    private static final String SERVER = "dev.trebuchetfx.server";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule frame = room(FRAME);

    @ArchTest
    static final ArchRule bare = room(BARE, FRAME);

    @ArchTest
    static final ArchRule resume = room(
            RESUME,
            FRAME,
            BARE,
            CLIENT,
            CLIENT + ".event",
            CLIENT + ".option",
            CLIENT + ".tap",
            CLIENT + ".internal.tap",
            PROTOCOL + ".envelope",
            PROTOCOL + ".codec",
            SERVER,
            SERVER + ".actor");

    @ArchTest
    static final ArchRule fanout =
            room(FANOUT, FRAME, PROTOCOL + ".time", CLIENT, CLIENT + ".option", SERVER, SERVER + ".actor");

    @ArchTest
    static final ArchRule store = room(
            STORE,
            FRAME,
            PROTOCOL + ".codec",
            PROTOCOL + ".envelope",
            PROTOCOL + ".time",
            PROTOCOL + ".transport",
            SERVER,
            SERVER + ".actor",
            SERVER + ".store");

    @ArchTest
    static final ArchRule gateway = room(
            GATEWAY,
            FRAME,
            CLIENT,
            CLIENT + ".option",
            PROTOCOL + ".codec",
            PROTOCOL + ".envelope",
            PROTOCOL + ".time",
            "dev.trebuchetfx.lambdalocal",
            "dev.trebuchetfx.lambdalocal.gateway",
            "dev.trebuchetfx.lambdalocal.runtime");

    @ArchTest
    static final ArchRule soak = room(
            SOAK,
            FRAME,
            CLIENT,
            CLIENT + ".event",
            CLIENT + ".option",
            PROTOCOL + ".envelope",
            PROTOCOL + ".filter",
            SERVER,
            SERVER + ".actor");

    /** The things themselves are measured: what a stream does with a delta, without the stream. */
    @ArchTest
    static final ArchRule delta = room(
            DELTA,
            FRAME,
            PROTOCOL + ".delta",
            PROTOCOL + ".envelope",
            PROTOCOL + ".codec",
            PROTOCOL + ".internal.delta",
            PROTOCOL + ".internal.json",
            CLIENT + ".internal.typed",
            PROTOCOL + ".internal.websocket");

    @ArchTest
    static final ArchRule inspector = room(
            INSPECTOR,
            FRAME,
            BARE,
            CLIENT + ".event",
            CLIENT + ".tap",
            CLIENT + ".internal.tap",
            PROTOCOL + ".envelope",
            PROTOCOL + ".codec",
            "dev.trebuchetfx.inspector.analysis",
            "dev.trebuchetfx.inspector.audit",
            "dev.trebuchetfx.inspector.state",
            "dev.trebuchetfx.inspector.verdict",
            "dev.trebuchetfx.inspector.survey",
            "dev.trebuchetfx.inspector.board",
            "dev.trebuchetfx.inspector.capture",
            "dev.trebuchetfx.inspector.format",
            "dev.trebuchetfx.inspector.source",
            "dev.trebuchetfx.inspector.app",
            "dev.trebuchetfx.inspector.query",
            "dev.trebuchetfx.inspector.worker",
            "dev.trebuchetfx.inspector.model",
            "dev.trebuchetfx.inspector.view");

    @ArchTest
    static final ArchRule fx = room(
            FX,
            FRAME,
            CLIENT + ".event",
            "dev.trebuchetfx.bindings.internal.feed",
            "dev.trebuchetfx.bindings.internal.pulse");

    @ArchTest
    static final ArchRule commandLine =
            room(FRAME + ".cli", FRAME, RESUME, DELTA, FX, INSPECTOR, FANOUT, STORE, GATEWAY, SOAK, SERVER + ".cli");
}
