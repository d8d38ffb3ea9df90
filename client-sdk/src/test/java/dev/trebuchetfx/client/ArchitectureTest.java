// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;

/** The rooms of the client, from the bottom up. */
@AnalyzeClasses(packages = "dev.trebuchetfx.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CLIENT = "dev.trebuchetfx.client.";
    private static final String FILTER = CLIENT + "filter";
    private static final String FAULT = CLIENT + "fault";
    private static final String WIRE = CLIENT + "wire";
    private static final String ERROR = CLIENT + "error";
    private static final String EVENT = CLIENT + "event";
    private static final String OPTION = CLIENT + "option";
    private static final String TAP = CLIENT + "tap";
    private static final String CHECKPOINT = CLIENT + "checkpoint";
    private static final String FOREIGN = CLIENT + "internal.foreign";
    private static final String DELTA = CLIENT + "delta";
    private static final String DELTA_LAWS = CLIENT + "delta.laws";
    private static final String JSON = CLIENT + "internal.json";
    private static final String TYPED = CLIENT + "internal.typed";
    private static final String PATCH = CLIENT + "internal.delta";
    private static final String TIME = CLIENT + "internal.time";
    private static final String TRANSPORT = CLIENT + "internal.transport";
    private static final String WEBSOCKET = CLIENT + "internal.websocket";
    private static final String CONNECTION = CLIENT + "internal.connection";
    private static final String CALL = CLIENT + "internal.call";
    private static final String STREAM = CLIENT + "internal.stream";
    private static final String DELIVERY = CLIENT + "internal.delivery";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule withoutAWindow = HouseRules.noJavaFx();

    @ArchTest
    static final ArchRule filter = room(FILTER);

    @ArchTest
    static final ArchRule wire = room(WIRE, FILTER);

    @ArchTest
    static final ArchRule error = room(ERROR, WIRE);

    @ArchTest
    static final ArchRule event = room(EVENT, WIRE, ERROR);

    @ArchTest
    static final ArchRule option = room(OPTION, FILTER);

    @ArchTest
    static final ArchRule tap = room(TAP, CHECKPOINT, EVENT, FILTER, WIRE, FOREIGN);

    @ArchTest
    static final ArchRule checkpoint = room(CHECKPOINT, FILTER, WIRE, TIME, FOREIGN);

    @ArchTest
    static final ArchRule fault = room(FAULT, WIRE);

    @ArchTest
    static final ArchRule delta = room(DELTA);

    @ArchTest
    static final ArchRule deltaLaws = room(DELTA_LAWS, DELTA, JSON, WIRE);

    @ArchTest
    static final ArchRule json = room(JSON, WIRE);

    @ArchTest
    static final ArchRule typed = room(TYPED, JSON, WIRE);

    @ArchTest
    static final ArchRule patch = room(PATCH, DELTA, JSON, WIRE, FOREIGN);

    @ArchTest
    static final ArchRule foreign = room(FOREIGN);

    @ArchTest
    static final ArchRule time = room(TIME, FOREIGN);

    @ArchTest
    static final ArchRule websocket = room(WEBSOCKET, WIRE);

    @ArchTest
    static final ArchRule transport = room(TRANSPORT, WEBSOCKET, OPTION, FOREIGN, WIRE, TIME);

    @ArchTest
    static final ArchRule connection = room(CONNECTION, ERROR, EVENT, OPTION, WIRE, TIME, TRANSPORT, FOREIGN);

    @ArchTest
    static final ArchRule call = room(CALL, ERROR, OPTION, TAP, WIRE, TIME, CONNECTION);

    @ArchTest
    static final ArchRule stream =
            room(STREAM, PATCH, JSON, CHECKPOINT, ERROR, EVENT, FILTER, OPTION, TAP, WIRE, TIME, CONNECTION, FOREIGN);

    @ArchTest
    static final ArchRule delivery = room(DELIVERY, PATCH, ERROR, EVENT, OPTION, WIRE, TIME, STREAM, FOREIGN);
}
