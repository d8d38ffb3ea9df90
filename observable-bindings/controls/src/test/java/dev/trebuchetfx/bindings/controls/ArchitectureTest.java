// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;

/** The one room of this module: it uses what any application can use. */
@AnalyzeClasses(packages = "dev.trebuchetfx.bindings.controls", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BINDINGS = "dev.trebuchetfx.bindings";
    private static final String CLIENT = "dev.trebuchetfx.client";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule controls =
            room(BINDINGS + ".controls", BINDINGS, CLIENT + ".change", CLIENT + ".error", CLIENT + ".event");
}
