// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;

/** The rooms of the functions: tables and posts below, events above them, the handlers on top. */
@AnalyzeClasses(packages = "dev.trebuchetfx.lambda", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String LAMBDA = "dev.trebuchetfx.lambda";
    private static final String SERVER = "dev.trebuchetfx.server";
    private static final String STORE = SERVER + ".store";
    private static final String STREAM = SERVER + ".stream";
    private static final String STATELESS = SERVER + ".stateless";
    private static final String ENVELOPE = "dev.trebuchetfx.protocol.envelope";
    private static final String CODEC = "dev.trebuchetfx.protocol.codec";
    private static final String FILTER = "dev.trebuchetfx.protocol.filter";
    private static final String TIME = "dev.trebuchetfx.protocol.time";
    private static final String CONNECTION = LAMBDA + ".connection";
    private static final String POSTING = LAMBDA + ".posting";
    private static final String EVENT = LAMBDA + ".event";
    private static final String DEPLOYMENT = LAMBDA + ".deployment";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule withoutAWindow = HouseRules.noJavaFx();

    @ArchTest
    static final ArchRule connection = room(CONNECTION, STREAM, STORE, ENVELOPE, CODEC, FILTER, TIME);

    @ArchTest
    static final ArchRule posting = room(POSTING, ENVELOPE, TIME);

    @ArchTest
    static final ArchRule event = room(EVENT, CONNECTION, POSTING, STATELESS, STREAM, STORE, ENVELOPE, CODEC, TIME);

    @ArchTest
    static final ArchRule handlers = room(
            LAMBDA,
            EVENT,
            CONNECTION,
            POSTING,
            SERVER,
            SERVER + ".demo",
            SERVER + ".dynamodb",
            STATELESS,
            STREAM,
            STORE,
            ENVELOPE,
            CODEC,
            TIME);

    @ArchTest
    static final ArchRule deployment = room(DEPLOYMENT, "dev.trebuchetfx.protocol.internal.foreign");

    @ArchTest
    static final ArchRule commandLine = room(LAMBDA + ".cli", DEPLOYMENT);
}
