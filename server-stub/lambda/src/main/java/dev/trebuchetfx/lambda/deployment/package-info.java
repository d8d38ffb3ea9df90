// SPDX-License-Identifier: Apache-2.0
/**
 * The file {@code trebuchet.yaml}, and the template and commands for AWS that are made of it. It reads and writes texts; it speaks to no service and knows
 * no function but by name.
 */
@NullMarked
package dev.trebuchetfx.lambda.deployment;

import org.jspecify.annotations.NullMarked;
