// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;

/** The one room of this module. */
@AnalyzeClasses(packages = "dev.trebuchetfx.bindings.testing", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BINDINGS = "dev.trebuchetfx.bindings";
    private static final String CLIENT = "dev.trebuchetfx.client";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule testing = room(
            BINDINGS + ".testing",
            BINDINGS,
            BINDINGS + ".internal.feed",
            BINDINGS + ".internal.pulse",
            CLIENT + ".change",
            CLIENT + ".error",
            CLIENT + ".event",
            "dev.trebuchetfx.protocol.envelope");
}
