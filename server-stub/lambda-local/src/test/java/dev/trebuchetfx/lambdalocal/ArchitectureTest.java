// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;

/** The rooms of the emulator: ports below, then gateway, containers and stream beside each other, and what puts them together on top. */
@AnalyzeClasses(packages = "dev.trebuchetfx.lambdalocal", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String LOCAL = "dev.trebuchetfx.lambdalocal";
    private static final String HTTP = LOCAL + ".http";
    private static final String ENVELOPE = "dev.trebuchetfx.protocol.envelope";
    private static final String TIME = "dev.trebuchetfx.protocol.time";
    private static final String TRANSPORT = "dev.trebuchetfx.protocol.transport";
    private static final String WEBSOCKET = "dev.trebuchetfx.protocol.internal.websocket";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule withoutAWindow = HouseRules.noJavaFx();

    @ArchTest
    static final ArchRule http = room(HTTP, ENVELOPE);

    @ArchTest
    static final ArchRule gateway = room(LOCAL + ".gateway", HTTP, ENVELOPE, TIME, TRANSPORT, WEBSOCKET);

    @ArchTest
    static final ArchRule runtime = room(LOCAL + ".runtime", HTTP, ENVELOPE, TIME);

    @ArchTest
    static final ArchRule source = room(LOCAL + ".source", ENVELOPE, TIME);

    @ArchTest
    static final ArchRule whole = room(
            LOCAL,
            HTTP,
            LOCAL + ".gateway",
            LOCAL + ".runtime",
            LOCAL + ".source",
            "dev.trebuchetfx.lambda",
            "dev.trebuchetfx.server.store",
            ENVELOPE,
            TIME);
}
