// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;

/** The rooms of the server, from the bottom up. */
@AnalyzeClasses(packages = "dev.trebuchetfx.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PROTOCOL = "dev.trebuchetfx.protocol.";
    private static final String FILTER = PROTOCOL + "filter";
    private static final String DELTA = PROTOCOL + "delta";
    private static final String DELTA_MACHINERY = PROTOCOL + "internal.delta";
    private static final String JSON_TREES = PROTOCOL + "internal.json";
    private static final String FAULT_WORDS = PROTOCOL + "fault";
    private static final String ENVELOPE = PROTOCOL + "envelope";
    private static final String CODEC = PROTOCOL + "codec";
    private static final String FOREIGN = PROTOCOL + "internal.foreign";
    private static final String TIME = PROTOCOL + "time";
    private static final String SEAM = PROTOCOL + "transport";
    private static final String WEBSOCKET = PROTOCOL + "internal.websocket";
    private static final String SERVER = "dev.trebuchetfx.server";
    private static final String ACTOR = SERVER + ".actor";
    private static final String CELLS = SERVER + ".internal.actor";
    private static final String STORE = SERVER + ".store";
    private static final String PERSISTENCE = SERVER + ".internal.persistence";
    private static final String CHANGE = SERVER + ".change";
    private static final String STREAM = SERVER + ".stream";
    private static final String REPLAY = SERVER + ".replay";
    private static final String DISPATCH = SERVER + ".dispatch";
    private static final String FAULT = SERVER + ".fault";
    private static final String ADMIN = SERVER + ".admin";
    private static final String DEMO = SERVER + ".demo";
    private static final String TRANSPORT = SERVER + ".transport";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule withoutAWindow = HouseRules.noJavaFx();

    @ArchTest
    static final ArchRule actor = room(ACTOR, DELTA);

    @ArchTest
    static final ArchRule store = room(STORE, ENVELOPE, TIME);

    @ArchTest
    static final ArchRule persistence =
            room(PERSISTENCE, ACTOR, STORE, DELTA, DELTA_MACHINERY, ENVELOPE, TIME, FOREIGN);

    @ArchTest
    static final ArchRule cells = room(CELLS, ACTOR, PERSISTENCE, STORE, DELTA, ENVELOPE, CODEC, TIME, FOREIGN);

    @ArchTest
    static final ArchRule change = room(CHANGE, CELLS, DELTA, DELTA_MACHINERY, JSON_TREES, ENVELOPE, CODEC);

    @ArchTest
    static final ArchRule stream =
            room(STREAM, REPLAY, ACTOR, CELLS, PERSISTENCE, STORE, CHANGE, DELTA, FILTER, ENVELOPE, CODEC, TIME);

    @ArchTest
    static final ArchRule replay = room(REPLAY, CHANGE, ENVELOPE);

    @ArchTest
    static final ArchRule dispatch = room(DISPATCH, CELLS, PERSISTENCE, STORE, STREAM, ENVELOPE, CODEC, TIME, SEAM);

    @ArchTest
    static final ArchRule stateless =
            room(SERVER + ".stateless", SERVER, CELLS, PERSISTENCE, STORE, STREAM, DISPATCH, ENVELOPE, CODEC, TIME);

    @ArchTest
    static final ArchRule fault = room(FAULT, DISPATCH, FAULT_WORDS, STREAM, ENVELOPE, TIME, SEAM);

    @ArchTest
    static final ArchRule admin =
            room(ADMIN, CELLS, PERSISTENCE, DISPATCH, FAULT, STREAM, TRANSPORT, ENVELOPE, FOREIGN, TIME);

    @ArchTest
    static final ArchRule demo = room(DEMO, ACTOR, TIME);

    @ArchTest
    static final ArchRule transport = room(TRANSPORT, WEBSOCKET, ENVELOPE, CODEC, TIME, SEAM, FOREIGN);

    @ArchTest
    static final ArchRule commandLine = room(SERVER + ".cli", SERVER, STORE, FAULT_WORDS, CODEC, SEAM, TIME, FOREIGN);
}
