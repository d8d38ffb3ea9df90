// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol;

import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;

/** The rooms of the protocol, from the bottom up. None of them knows a client or a server. */
@AnalyzeClasses(packages = "dev.trebuchetfx.protocol", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PROTOCOL = "dev.trebuchetfx.protocol.";
    private static final String FOREIGN = PROTOCOL + "internal.foreign";
    private static final String TIME = PROTOCOL + "time";
    private static final String FILTER = PROTOCOL + "filter";
    private static final String ENVELOPE = PROTOCOL + "envelope";
    private static final String CODEC = PROTOCOL + "codec";
    private static final String FAULT = PROTOCOL + "fault";
    private static final String DELTA = PROTOCOL + "delta";
    private static final String JSON = PROTOCOL + "internal.json";
    private static final String PATCH = PROTOCOL + "internal.delta";
    private static final String TRANSPORT = PROTOCOL + "transport";
    private static final String WEBSOCKET = PROTOCOL + "internal.websocket";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule withoutAWindow = HouseRules.noJavaFx();

    @ArchTest
    static final ArchRule foreign = room(FOREIGN);

    @ArchTest
    static final ArchRule time = room(TIME, FOREIGN);

    @ArchTest
    static final ArchRule filter = room(FILTER);

    @ArchTest
    static final ArchRule envelope = room(ENVELOPE, FILTER);

    @ArchTest
    static final ArchRule codec = room(CODEC, ENVELOPE, FILTER, FOREIGN);

    @ArchTest
    static final ArchRule fault = room(FAULT, ENVELOPE);

    @ArchTest
    static final ArchRule delta = room(DELTA);

    @ArchTest
    static final ArchRule json = room(JSON, ENVELOPE);

    @ArchTest
    static final ArchRule patch = room(PATCH, DELTA, JSON, ENVELOPE, CODEC, FOREIGN);

    @ArchTest
    static final ArchRule transport = room(TRANSPORT, ENVELOPE, TIME);

    @ArchTest
    static final ArchRule websocket = room(WEBSOCKET, CODEC, ENVELOPE, TRANSPORT, TIME);
}
