# The package in four versions: as it is built, one with a migration and a file more, one whose migration
# fails, and that one mended.

# repack NAME VERSION COMMAND…: the tree of NAME, changed by the command (in its folder), as another version.
repack() {
    local tree=$TEMP/tree version=$2 from=$1
    shift 2
    rm -rf "$tree"
    dpkg-deb -R "$TEMP/packages/jangteo_$from.deb" "$tree" &&
        (cd "$tree" && "$@") &&
        sed -i "s/^Version: .*/Version: $version/" "$tree/DEBIAN/control" &&
        dpkg-deb --root-owner-group -Zgzip -b "$tree" "$TEMP/packages/jangteo_$version.deb" >/dev/null
}

as_it_is() {
    :
}

# The number of the next migration.
next_migration() {
    printf '%04d' $(($(ls usr/lib/jangteo/sql/schema | wc -l) + 1))
}

with_more() {
    echo "CREATE TABLE of_the_new_version (id int);" >"usr/lib/jangteo/sql/schema/$(next_migration)_new_version.sql"
    echo new >usr/lib/jangteo/static/new.txt
}

with_a_broken_migration() {
    echo "CREATE TABLE of_the_new_version (id int);" >"usr/lib/jangteo/sql/schema/$(next_migration)_broken.sql"
}

mended() {
    rm usr/lib/jangteo/sql/schema/*_broken.sql
    echo "CREATE TABLE of_a_newer_version (id int);" >"usr/lib/jangteo/sql/schema/$(next_migration)_mended.sql"
}

packages_make() {
    mkdir -p "$TEMP/packages"
    make --no-print-directory deb DEB_VERSION=1.0.0 DEB_DIR="$TEMP/deb" >"$TEMP/deb.log" 2>&1 || {
        tail -n 30 "$TEMP/deb.log"
        return 1
    }
    cp "$TEMP"/deb/jangteo_1.0.0_*.deb "$TEMP/packages/jangteo_1.0.0.deb"
    repack 1.0.0 "$OLD" as_it_is && repack "$OLD" "$NEW" with_more && repack "$NEW" "$BROKEN" with_a_broken_migration &&
        repack "$BROKEN" "$MENDED" mended
}
