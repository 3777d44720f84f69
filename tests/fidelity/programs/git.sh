# git: the everyday commands on a repository, its clones and work trees.
# needs: git
# short:
# unsteady: */.git/index */.git/worktrees/*/index */.git/objects/pack/* */.git/objects/info/*
t git init -q -b main repo
cd repo || exit
git config core.fileMode true
mkdir -p a/b
echo one > a/one
echo two > a/b/two
printf 'x\0y' > binary
ln -s a/one link
echo '#!/bin/sh' > run.sh
chmod 755 run.sh
t git add .
t git commit -q -m first
t git status --short
chmod 644 run.sh
t git status --short
chmod 755 run.sh
t git ls-files -s
git branch side
echo more >> a/one
t git diff --stat
t git commit -q -am second
t git checkout -q side
echo other > a/b/three
git add a/b/three
t git commit -q -m third
t git merge -q -m merged main
t git log --graph --format='%h %s' --all
t git checkout -q -b topic main~1
echo topic >> a/b/two
t git commit -q -am topic
t git rebase -q main
t git log --format='%h %s'
echo conflict > a/one
git commit -q -am 'a conflict'
git checkout -q main
echo conflicting > a/one
git commit -q -am 'the other'
t git merge topic
t git status --short
t git merge --abort
echo stashed >> a/one
t git stash -q
t git status --short
t git stash pop -q
t git diff --name-only
git checkout -q -- .
t git worktree add -q ../tree side
git -C ../tree ls-files
t git worktree list --porcelain | sed 's|^worktree .*/|worktree |'
t git grep -n -e two -- a
t git mv a/one a/four
t git rm -q binary
t git commit -q -m moved
t git tag -a -m tagged v1
t git describe
t git bundle create -q ../repo.bundle --all
rm ../repo.bundle
t git gc -q --prune=now
t git fsck --full --strict
t git count-objects -v | grep -E '^(count|in-pack|packs|garbage)'
t git clone -q . ../clone
t git clone -q --no-local "file://$PWD" ../far
cd ../clone || exit
t git log --format='%h %s' -n 3
echo pushed > pushed
git add pushed
git commit -q -m pushed
t git push -q origin HEAD:refs/heads/pushed
t git -C ../repo log --format='%h %s' -n 1 pushed
t git archive --format=tar HEAD | tar -tvf - | cut -c 1-10
printf '#!/bin/sh\necho "a hook in $(basename "$PWD")"; exit 3\n' > .git/hooks/pre-commit
chmod 755 .git/hooks/pre-commit
t git commit -q --allow-empty -m never
