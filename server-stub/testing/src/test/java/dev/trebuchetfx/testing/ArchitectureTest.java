// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;

/** The one room of this module: what it uses, any application can use. */
@AnalyzeClasses(packages = "dev.trebuchetfx.testing", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PROTOCOL = "dev.trebuchetfx.protocol.";
    private static final String CLIENT = "dev.trebuchetfx.client";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule withoutAWindow = HouseRules.noJavaFx();

    @ArchTest
    static final ArchRule testing = room(
            "dev.trebuchetfx.testing",
            CLIENT,
            CLIENT + ".event",
            "dev.trebuchetfx.server",
            "dev.trebuchetfx.server.store",
            PROTOCOL + "envelope",
            PROTOCOL + "delta",
            PROTOCOL + "time",
            PROTOCOL + "transport");
}
