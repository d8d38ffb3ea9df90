// SPDX-License-Identifier: Apache-2.0
/** The command {@code deploy}. It reads the file that says what is wanted, and writes the template and the commands for AWS. */
@NullMarked
package dev.trebuchetfx.lambda.cli;

import org.jspecify.annotations.NullMarked;
