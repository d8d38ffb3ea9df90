@echo off
rem SPDX-License-Identifier: Apache-2.0
rem The one command. Finds a JDK, builds what is out of date, and starts the program. See: trebuchet --help
setlocal EnableExtensions DisableDelayedExpansion

set "NEEDED=25"
set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"
set "APP=%ROOT%\command-line\target\app"
set "STAMP=%ROOT%\command-line\target\built"
set "JDK="

rem --- A JDK of NEEDED or newer ---------------------------------------------------------------------------------------
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for /f "delims=" %%J in ('where javac 2^>nul') do call :consider "%%~dpJ.."
for /d %%D in (
    "%ProgramFiles%\Eclipse Adoptium\*"
    "%ProgramFiles%\Java\*"
    "%ProgramFiles%\Microsoft\jdk*"
    "%ProgramFiles%\Zulu\*"
    "%ProgramFiles%\Amazon Corretto\*"
    "%ProgramFiles%\BellSoft\*"
    "%USERPROFILE%\.jdks\*"
    "%USERPROFILE%\scoop\apps\*jdk\current"
) do call :consider "%%~fD"
if not defined JDK (
    echo trebuchet: needs a JDK %NEEDED% or newer, and found none in JAVA_HOME, on the PATH or in the usual folders. 1>&2
    echo trebuchet: Get one from https://adoptium.net, or set JAVA_HOME to where it is. 1>&2
    exit /b 1
)

rem --- Build what is out of date --------------------------------------------------------------------------------------
set "STALE=1"
if exist "%STAMP%" (
    set "STALE="
    for /f "delims=" %%S in ('powershell -NoProfile -Command "$t = (Get-Item -LiteralPath $env:STAMP).LastWriteTimeUtc; Get-ChildItem -LiteralPath $env:ROOT -Recurse -Force | Where-Object { $_.LastWriteTimeUtc -gt $t -and $_.FullName -notmatch '\\(target|\.git)(\\|$)' -and ($_.Name -eq 'pom.xml' -or $_.FullName -match '\\src\\main(\\|$)') } | Select-Object -First 1 -ExpandProperty Name"') do set "STALE=1"
)
if defined STALE (
    call :build || exit /b 1
)

rem --- Start the program ----------------------------------------------------------------------------------------------
rem A server whose memory has run out ends, with code 3, since it can not be trusted.
set "FATAL="
if "%~1"=="serve" set "FATAL=-XX:+ExitOnOutOfMemoryError"
"%JDK%\bin\java.exe" --enable-native-access=javafx.graphics,org.xerial.sqlitejdbc -Dorg.slf4j.simpleLogger.defaultLogLevel=warn %FATAL% %TREBUCHET_JAVA_OPTIONS% --module-path "%APP%" --module dev.trebuchetfx.commandline/dev.trebuchetfx.commandline.Main %*
exit /b %ERRORLEVEL%

rem Takes the first home whose release file names a version that will do. No JVM is started to find one.
:consider
if defined JDK exit /b 0
if not exist "%~f1\bin\javac.exe" exit /b 0
if not exist "%~f1\release" exit /b 0
for /f "tokens=2 delims==" %%V in ('findstr /b "JAVA_VERSION=" "%~f1\release"') do (
    for /f "delims=.-+ tokens=1" %%F in ("%%~V") do (
        if %%F GEQ %NEEDED% set "JDK=%~f1"
    )
)
exit /b 0

:build
where mvn >nul 2>&1
if errorlevel 1 (
    echo trebuchet: needs Maven 3.8 or newer to build, and found no mvn on the PATH. 1>&2
    echo trebuchet: Get it from https://maven.apache.org/download.cgi, or: winget install Apache.Maven 1>&2
    exit /b 1
)
echo trebuchet: building, which takes a minute or two ... 1>&2
set "JAVA_HOME=%JDK%"
set "MAVEN_OPTS=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %MAVEN_OPTS%"
if not exist "%ROOT%\command-line\target" mkdir "%ROOT%\command-line\target"
type nul > "%STAMP%.new"
if exist "%APP%" rmdir /s /q "%APP%"
pushd "%ROOT%"
call mvn --batch-mode --quiet -Dstyle.color=never -DskipTests -Dtest.compile.skip=true -Dspotless.check.skip=true --projects command-line --also-make package 1>&2
set "RESULT=%ERRORLEVEL%"
popd
if not "%RESULT%"=="0" (
    echo trebuchet: the build failed; what Maven said is above. 1>&2
    exit /b 1
)
move /y "%STAMP%.new" "%STAMP%" >nul
exit /b 0
