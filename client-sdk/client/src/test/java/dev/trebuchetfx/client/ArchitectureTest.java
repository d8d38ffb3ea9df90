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
    private static final String PROTOCOL = "dev.trebuchetfx.protocol.";
    private static final String FILTER = PROTOCOL + "filter";
    private static final String ENVELOPE = PROTOCOL + "envelope";
    private static final String CODEC = PROTOCOL + "codec";
    private static final String FOREIGN = PROTOCOL + "internal.foreign";
    private static final String JSON = PROTOCOL + "internal.json";
    private static final String PATCH = PROTOCOL + "internal.delta";
    private static final String TIME_SEAM = PROTOCOL + "time";
    private static final String TRANSPORT_SEAM = PROTOCOL + "transport";
    private static final String WEBSOCKET = PROTOCOL + "internal.websocket";
    private static final String ERROR = CLIENT + "error";
    private static final String EVENT = CLIENT + "event";
    private static final String OPTION = CLIENT + "option";
    private static final String TAP = CLIENT + "tap";
    private static final String CHECKPOINT = CLIENT + "checkpoint";
    private static final String CHANGE = CLIENT + "change";
    private static final String CHANGES = CLIENT + "internal.change";
    private static final String FLIGHT = CLIENT + "internal.flight";
    private static final String HUB = CLIENT + "internal.tap";
    private static final String TYPED = CLIENT + "internal.typed";
    private static final String TIME = CLIENT + "internal.time";
    private static final String TRANSPORT = CLIENT + "internal.transport";
    private static final String CONNECTION = CLIENT + "internal.connection";
    private static final String CALL = CLIENT + "internal.call";
    private static final String UPDATE = CLIENT + "internal.update";
    private static final String STREAM = CLIENT + "internal.stream";
    private static final String PATIENCE = CLIENT + "internal.patience";
    private static final String DELIVERY = CLIENT + "internal.delivery";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule withoutAWindow = HouseRules.noJavaFx();

    @ArchTest
    static final ArchRule error = room(ERROR, ENVELOPE, CODEC);

    @ArchTest
    static final ArchRule event = room(EVENT, ENVELOPE, ERROR);

    @ArchTest
    static final ArchRule option = room(OPTION, FILTER);

    @ArchTest
    static final ArchRule tap = room(TAP, CHECKPOINT, EVENT, FILTER, ENVELOPE, CODEC);

    @ArchTest
    static final ArchRule checkpoint = room(CHECKPOINT, EVENT, FILTER, ENVELOPE, CODEC, TIME, TIME_SEAM, FOREIGN);

    @ArchTest
    static final ArchRule change = room(CHANGE, EVENT, ERROR, CHECKPOINT, TIME_SEAM);

    @ArchTest
    static final ArchRule changes = room(CHANGES, CHANGE, EVENT, ERROR, CHECKPOINT, ENVELOPE, TIME_SEAM, FOREIGN);

    @ArchTest
    static final ArchRule hub = room(HUB, TAP, EVENT, ENVELOPE, FOREIGN);

    @ArchTest
    static final ArchRule typed = room(TYPED, JSON, ENVELOPE);

    @ArchTest
    static final ArchRule flight = room(FLIGHT, EVENT, ENVELOPE);

    @ArchTest
    static final ArchRule time = room(TIME, FOREIGN);

    @ArchTest
    static final ArchRule transport = room(TRANSPORT, TRANSPORT_SEAM, WEBSOCKET, FOREIGN, ENVELOPE);

    @ArchTest
    static final ArchRule connection = room(
            CONNECTION, ERROR, EVENT, OPTION, ENVELOPE, CODEC, TIME, TIME_SEAM, TRANSPORT, TRANSPORT_SEAM, FOREIGN);

    @ArchTest
    static final ArchRule call = room(CALL, ERROR, OPTION, TAP, HUB, ENVELOPE, CODEC, TIME, TIME_SEAM, CONNECTION);

    @ArchTest
    static final ArchRule update = room(UPDATE, PATCH, JSON, FILTER, ENVELOPE, CODEC, TIME_SEAM);

    @ArchTest
    static final ArchRule patience = room(PATIENCE, TIME_SEAM, FOREIGN);

    @ArchTest
    static final ArchRule stream = room(
            STREAM,
            PATIENCE,
            UPDATE,
            PATCH,
            JSON,
            CHECKPOINT,
            ERROR,
            EVENT,
            FILTER,
            OPTION,
            TAP,
            HUB,
            FLIGHT,
            ENVELOPE,
            CODEC,
            TIME,
            TIME_SEAM,
            CONNECTION,
            FOREIGN);

    @ArchTest
    static final ArchRule delivery = room(DELIVERY, PATCH, ERROR, EVENT, OPTION, ENVELOPE, TIME_SEAM, STREAM, FOREIGN);
}
