// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;

/** Holds that this module knows the interface of stores, and nothing else of the server. */
@AnalyzeClasses(packages = "dev.trebuchetfx.server.redis", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule withoutAWindow = HouseRules.noJavaFx();

    @ArchTest
    static final ArchRule redis = room(
            "dev.trebuchetfx.server.redis",
            "dev.trebuchetfx.server.store",
            "dev.trebuchetfx.server.cli",
            "dev.trebuchetfx.protocol.envelope",
            "dev.trebuchetfx.protocol.time");
}
