// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.micrometer;

import static dev.trebuchetfx.architecture.HouseRules.room;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.trebuchetfx.architecture.HouseRules;

/** The meters use the client's public packages alone. */
@AnalyzeClasses(packages = "dev.trebuchetfx.client.micrometer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CLIENT = "dev.trebuchetfx.client";

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule withoutAWindow = HouseRules.noJavaFx();

    @ArchTest
    static final ArchRule meters = room(
            CLIENT + ".micrometer", CLIENT, CLIENT + ".event", CLIENT + ".tap", "dev.trebuchetfx.protocol.envelope");
}
