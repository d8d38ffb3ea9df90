/** The stub server: what a program or a test starts, configures and asks. */
@NullMarked
package dev.trebuchetfx.server;

import org.jspecify.annotations.NullMarked;
