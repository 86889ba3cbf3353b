// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/path_walk.h"

#include "app/rumpscope-kernel/vfs/access.h"
#include "app/rumpscope-kernel/vfs/mount_table.h"
#include "app/rumpscope-kernel/vfs/special_nodes.h"

namespace rumpscope::kernel {

namespace {

/// Bound of paths that grow inside the kernel: by links that name links, by deep working directories.
constexpr std::size_t kLongestPath = 4096;

/// The state of one walk: the rest of the path grows when a symbolic link is met.
class Walk
{
public:
    Walk(const PathContext &context, LastLink last)
        : m_context(context)
        , m_last(last)
    {}

    Outcome<Place> run(std::string path)
    {
        m_at = path.front() == '/' ? m_context.root : m_context.start;
        if (m_at == nullptr)
            return fail(NB_ENOTDIR);
        m_rest = std::move(path);
        Place place{m_at, {}, m_at, false};
        while (takeComponent()) {
            if (auto stepped = step(place); !stepped)
                return tl::unexpected(stepped.error());
        }
        return finish(std::move(place));
    }

private:
    /// Cuts the next name off m_rest; false at the end.
    bool takeComponent()
    {
        const std::size_t begin = m_rest.find_first_not_of('/');
        if (begin == std::string::npos)
            return false;
        std::size_t end = m_rest.find('/', begin);
        end = end == std::string::npos ? m_rest.size() : end;
        m_name = m_rest.substr(begin, end - begin);
        m_rest.erase(0, end);
        return true;
    }
    [[nodiscard]] bool isLast() const { return m_rest.find_first_not_of('/') == std::string::npos; }

    Outcome<void> step(Place &place)
    {
        if (place.inode == nullptr)
            return fail(NB_ENOENT);
        if (place.inode->kind() != Inode::Kind::Directory)
            return fail(NB_ENOTDIR);
        m_at = std::static_pointer_cast<Directory>(place.inode);
        if (m_name.size() > kMaxName)
            return fail(NB_ENAMETOOLONG);
        if (m_at->fs().gone || m_at->isRemoved())
            return fail(NB_ENOENT);
        if (auto may = permits(m_context.who, *m_at, WantExecute); !may)
            return may;
        place = {m_at, m_name, lookUp(), !m_rest.empty() && isLast()};
        if (place.inode != nullptr && place.inode->kind() == Inode::Kind::Symlink && mustFollow(place))
            return follow(place);
        return {};
    }

    InodePtr lookUp()
    {
        if (m_name == ".")
            return m_at;
        if (m_name == "..")
            return m_at == m_context.root ? m_at : InodePtr(m_at->parent());
        InodePtr found = m_at->find(m_name);
        if (found == nullptr || found->kind() != Inode::Kind::Directory)
            return found;
        return topmost(std::static_pointer_cast<Directory>(found));
    }

    /// A link in the middle always is; the last one where asked for, or where a slash behind it says so.
    bool mustFollow(const Place &place) const
    {
        return !isLast() || place.wantsDirectory || m_last == LastLink::Follow;
    }

    Outcome<void> follow(Place &place)
    {
        if (++m_links > kMaxLinks)
            return fail(NB_ELOOP);
        const std::string &target = static_cast<const Symlink &>(*place.inode).target();
        if (target.empty())
            return fail(NB_ENOENT);
        if (target.size() + m_rest.size() > kLongestPath)
            return fail(NB_ENAMETOOLONG);
        m_rest = target + m_rest;
        const DirectoryPtr from = target.front() == '/' ? m_context.root : m_at;
        place = {from, {}, from, false};
        return {};
    }

    static Outcome<Place> finish(Place place)
    {
        if (place.wantsDirectory && place.inode != nullptr && place.inode->kind() != Inode::Kind::Directory)
            return fail(NB_ENOTDIR);
        return place;
    }

    const PathContext &m_context;
    LastLink m_last;
    DirectoryPtr m_at;
    std::string m_rest;
    std::string m_name;
    int m_links = 0;
};

/// The directory that has the name: a mounted root has none of its own.
DirectoryPtr named(DirectoryPtr directory)
{
    while (DirectoryPtr covered = directory->covers.lock())
        directory = std::move(covered);
    return directory;
}

} // namespace

Outcome<Place> walk(const PathContext &context, std::string_view path, LastLink last)
{
    if (path.empty())
        return fail(NB_ENOENT);
    return Walk(context, last).run(std::string(path));
}

Outcome<InodePtr> find(const PathContext &context, std::string_view path, LastLink last)
{
    auto place = walk(context, path, last);
    if (!place)
        return tl::unexpected(place.error());
    if (place->inode == nullptr)
        return fail(NB_ENOENT);
    return std::move(place->inode);
}

bool isUnder(const DirectoryPtr &directory, const DirectoryPtr &root)
{
    for (DirectoryPtr at = directory; at != nullptr;) {
        if (at == root)
            return true;
        DirectoryPtr parent = at->parent();
        if (parent == at)
            return false;
        at = std::move(parent);
    }
    return false;
}

Outcome<std::string> pathOf(const DirectoryPtr &root, const DirectoryPtr &directory)
{
    std::string path;
    for (DirectoryPtr at = directory; at != root;) {
        const DirectoryPtr parent = at->parent();
        if (at->isRemoved() || parent == nullptr)
            return fail(NB_ENOENT);
        if (parent == at)
            break; // outside the root of the one who asks
        path.insert(0, "/" + std::string(parent->nameOf(*named(at))));
        at = parent;
        if (path.size() > kLongestPath)
            return fail(NB_ERANGE);
    }
    return path.empty() ? std::string("/") : path;
}

} // namespace rumpscope::kernel
