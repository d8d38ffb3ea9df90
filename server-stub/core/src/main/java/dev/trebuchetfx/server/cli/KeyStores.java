// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The key stores of the command line: makes a TLS context of a PKCS12 file. */
final class KeyStores {
    static final String PASSWORD_VARIABLE = "TREBUCHET_KEYSTORE_PASSWORD";

    private KeyStores() {}

    /**
     * Opens the file with the password that the environment gives.
     *
     * @throws IOException if the file can't be read or used; the message says why
     */
    static SSLContext open(Path file) throws IOException {
        String password = password()
                .orElseThrow(() -> new IOException("the password of " + file
                        + " is missing: set the environment variable or the system property " + PASSWORD_VARIABLE));
        try {
            KeyStore keys = KeyStore.getInstance(file.toFile(), password.toCharArray());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException("the key store " + file + " could not be opened as PKCS12: " + e.getMessage(), e);
        }
    }

    private static Optional<String> password() {
        return Optional.ofNullable(System.getProperty(PASSWORD_VARIABLE))
                .or(() -> Optional.ofNullable(System.getenv(PASSWORD_VARIABLE)));
    }
}
