import Commands

await Cable.start()
